"""Near-identical submissions, for a human to look at: winnowing over normalised tokens."""
