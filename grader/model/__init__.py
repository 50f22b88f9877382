"""Frozen nouns that everything else speaks of. Nothing here imports torch or any other part of grader."""
