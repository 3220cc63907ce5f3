"""Logging a call."""
