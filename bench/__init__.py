"""Programs that measure and prove something about a running portal, from outside: nothing here knows its code."""
