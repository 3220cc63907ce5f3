"""Joining, splitting and linking matters, and deciding possible duplicates."""
