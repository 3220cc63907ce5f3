"""Possible duplicates, joining, splitting and linking matters, and who is one person."""
