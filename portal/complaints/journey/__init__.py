"""The pages before sending, and the confirmation."""
