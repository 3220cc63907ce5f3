"""The queue, the urgent list, what is late, and the sweeps that look for it."""
