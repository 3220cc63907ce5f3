"""Restricting a matter, naming staff it is about, and opening one in an emergency."""
