"""One module per picture. Each takes an Asking and returns plots as JSON data."""
