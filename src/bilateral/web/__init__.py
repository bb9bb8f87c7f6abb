"""The record in a browser: pages to read and check it, and the same answers as JSON."""
