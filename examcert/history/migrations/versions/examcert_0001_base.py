"""Sittings with their papers, responses and reports; explanations, calls and disagreements."""

import sqlalchemy as sa
from alembic import op

revision = "examcert_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sittings()
    _documents()
    _explanations()


def _sittings() -> None:
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("exam", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("candidate", sa.String(), nullable=False),
        sa.Column("item_ids", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("used", sa.Float(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True)),
        sa.Column("submitted", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("correct", sa.Float()),
        sa.Column("scaled", sa.Integer()),
        sa.Column("passed", sa.Boolean()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sitting_exam", "sitting", ["exam"])
    op.create_table(
        "response",
        _of_sitting("response"),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Integer()),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sitting", "item", name="pk_response"),
        sqlite_with_rowid=False,
    )


def _documents() -> None:
    for name in ("paper", "report"):
        op.create_table(
            name,
            _of_sitting(name),
            sa.Column("document", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("sitting", name=f"pk_{name}"),
        )


def _of_sitting(table: str) -> sa.Column[int]:
    owner = sa.ForeignKey("sitting.id", ondelete="CASCADE", name=f"fk_{table}_sitting")
    return sa.Column("sitting", sa.Integer(), owner, nullable=False)


def _explanations() -> None:
    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("question", "fingerprint", "source", "model", "prompt_version", "language")
        ),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_explanation"),
        sa.UniqueConstraint(
            "fingerprint", "model", "prompt_version", "language",
            name="uq_explanation_fingerprint_model_prompt_version_language",
        ),
    )  # fmt: skip
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("exam", sa.String()),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("message_id", sa.String()),
        sa.Column("request_id", sa.String()),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("input_tokens", "output_tokens", "cache_write_tokens", "cache_read_tokens")
        ),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("cost_usd", sa.String()),
        sa.Column("prices_as_of", sa.String()),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call"),
    )
    op.create_table(
        "disagreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("question", "fingerprint", "model", "prompt_version", "option", "key_says", "model_says")
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disagreement"),
    )
