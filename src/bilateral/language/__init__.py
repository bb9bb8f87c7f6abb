"""Language: sentences, the gate, the parse, times and places of one document."""
