"""Figures that count matters and people, not submissions."""
