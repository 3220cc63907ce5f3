"""Demo mode's fictional complaints, played through the portal's own services."""
