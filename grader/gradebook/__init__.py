"""The store of a class: every result as it comes, its history, adjustments. SQLite through SQLAlchemy Core."""
