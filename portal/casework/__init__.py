"""The officer's side: its pages, and what officers do to a matter."""
