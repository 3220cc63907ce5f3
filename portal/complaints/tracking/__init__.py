"""The way in by reference and code, and a matter's page: what was exchanged, its dates in words."""
