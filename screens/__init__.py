"""What people at the hotline see and press."""
