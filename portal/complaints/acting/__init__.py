"""Acting for others: authority, consent, representatives, organisations."""
