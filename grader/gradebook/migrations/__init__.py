"""Alembic's side of the store: how a file of an earlier grader becomes one of this."""
