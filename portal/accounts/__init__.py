"""Staff: sign-in, second factor, roles and the permission table."""
