"""The simulation: a written scenario, people and officers who play it, and what is reckoned from what they saw."""
