"""Proving who one is: private code, one-time codes, phone word, access letter."""
