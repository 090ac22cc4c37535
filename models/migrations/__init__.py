"""Making a new file, and bringing an older one forward in numbered steps after a checked backup."""
