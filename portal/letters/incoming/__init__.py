"""Mail that comes in: fetched, read, and given on."""
