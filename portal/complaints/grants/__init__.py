"""Who may see what of a matter, and how a browser holds it."""
