"""The attacks of `make attack`: each knows what strangers know, and tells the tally what held."""
