"""What a person does after sending: words, update, remedy not done, going further, withdrawing."""
