"""The verbs of the desk, by subject. Each is one transaction and leaves its lines in the journal."""
