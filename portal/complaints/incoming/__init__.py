"""Mail and letterbox words, until they are on a matter."""
