"""Acknowledging, replying, extending, writing, and deciding a request to go further."""
