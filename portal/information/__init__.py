"""The pages that tell people what this is, how we deal with complaints, and where else to go."""
