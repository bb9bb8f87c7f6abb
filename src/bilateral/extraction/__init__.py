"""Extraction: from the words of one document to its records, one file a kind."""
