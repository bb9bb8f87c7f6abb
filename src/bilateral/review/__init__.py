"""Decisions of reviewers: where they point, and what they make of newly extracted records."""
