"""Safe contact, what helps a person, and noting that somebody has died."""
