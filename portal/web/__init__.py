"""The edge kit: knows HTTP, knows no subject."""
