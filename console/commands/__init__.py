"""The commands by subject. Each imports what it needs inside its function, so that `--help` wakes nothing."""
