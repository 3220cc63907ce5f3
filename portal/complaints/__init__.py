"""The matter itself and the resident's side of it."""
