"""Reading a matter: its page, what was exchanged, its dates in words."""
