"""From records and findings to a brief in which every sentence carries note marks."""
