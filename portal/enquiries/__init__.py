"""Enquiries of elected members' offices: their own reference, clock, signatory and door; never a complaint."""
