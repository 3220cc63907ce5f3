"""Everything that leaves, and mail that comes in."""
