"""A student's folder: where it is, what was asked for, what earlier runs said, and how to get a stub back."""
