"""Asking the equality questions of a matter; the answers stay in `portal.equalities`."""
