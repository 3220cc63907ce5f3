"""The record: tables, reference, events, promised dates, standing, correspondence, rulebook."""
