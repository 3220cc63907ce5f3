"""Optional questions about who people are, kept apart from every complaint; only totals are ever looked at."""
