"""From records to findings: pure functions over lists of records, the same in any order."""
