"""What a request is, what may happen to it, and where it is kept."""
