"""The first tables. Written out, not taken from schema.py: a migration must not change when the schema does."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("started", sa.String, nullable=False),
        sa.Column("finished", sa.String),
        sa.Column("settings", sa.Text, nullable=False),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("percent", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("prints", sa.LargeBinary, nullable=False),
    )
    op.create_index("results_by_key", "results", ["submission", "key"], unique=True)
    op.create_table(
        "attempts",
        sa.Column("submission", sa.String, primary_key=True),
        sa.Column("student", sa.String, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("submitted", sa.String, nullable=False),
        sa.Column("flagged_late", sa.Integer, nullable=False),
        sa.Column("result", sa.Integer, sa.ForeignKey("results.id")),
    )
    op.create_index("attempts_by_student", "attempts", ["student", "number"])
    op.create_table(
        "students",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("extension", sa.Float, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
    )
    op.create_index("students_by_place", "students", ["place"])
    op.create_table(
        "adjustments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("points", sa.Float),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("adjustments_by_student", "adjustments", ["student"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("comments_by_student", "comments", ["student"])
