"""A complaint that is not sent yet, and what registering it writes."""
