"""Answers about a pair: one module a question that a user asks, where a record's tables meet the analysis."""
