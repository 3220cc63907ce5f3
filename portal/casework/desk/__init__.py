"""What every page of the desk stands on: who sees what, forms, acts, the case file."""
