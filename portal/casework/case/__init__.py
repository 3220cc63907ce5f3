"""A matter's page: its history, notes, contact records, evidence, and giving it to somebody."""
