"""Reads for screens, command line and exports: each takes a connection and returns frozen rows."""
