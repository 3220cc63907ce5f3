"""A caller who follows up on a matter."""
