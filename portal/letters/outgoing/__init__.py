"""What leaves: composed, kept as a row, sent after the commit."""
