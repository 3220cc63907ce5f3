"""Complaint procedures as data, read by pure functions: no HTTP, no database, no clock."""
