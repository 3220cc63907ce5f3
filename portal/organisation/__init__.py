"""The council as data: who it is, what it does, which team answers, and what is read from that."""
