"""Questions with numbers: how fast, how small, how long it holds. Nothing in the house imports this."""
