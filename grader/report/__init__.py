"""Results as text: each report takes results and words, and returns text. Nothing here imports torch."""
