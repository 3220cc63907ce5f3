"""Persons, the ways to reach them, and proof that they answer there."""
