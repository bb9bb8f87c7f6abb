"""Codebooks as data: states, bodies, offices, places, publishers, event types."""
