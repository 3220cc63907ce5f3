"""The tray: letterbox words and mail that an officer places."""
