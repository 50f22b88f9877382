"""The tables as they are now. How older files become like this is in migrations/versions."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
REVISION = "0001"

RUNS = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("settings", Text, nullable=False),
)

# One row per submission and key: what was graded under the same key is never graded, or stored, twice.
RESULTS = Table(
    "results",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("submission", String, nullable=False),
    Column("key", String, nullable=False),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("percent", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("prints", LargeBinary, nullable=False),
    Index("results_by_key", "submission", "key", unique=True),
)

# The class as it was last listed; `result` is what counts for that attempt now.
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("submission", String, primary_key=True),
    Column("student", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("submitted", String, nullable=False),
    Column("flagged_late", Integer, nullable=False),
    Column("result", Integer, ForeignKey("results.id")),
    Index("attempts_by_student", "student", "number"),
)

STUDENTS = Table(
    "students",
    METADATA,
    Column("id", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("section", String, nullable=False),
    Column("extension", Float, nullable=False),
    Column("known", Integer, nullable=False),
    Index("students_by_place", "place"),
)

# Never deleted, never changed: the newest row for a student and target counts; one with points NULL takes it back.
ADJUSTMENTS = Table(
    "adjustments",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("student", String, nullable=False),
    Column("target", String, nullable=False),
    Column("points", Float),
    Column("why", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Index("adjustments_by_student", "student"),
)

COMMENTS = Table(
    "comments",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("student", String, nullable=False),
    Column("target", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Index("comments_by_student", "student"),
)
