"""A ledger that says what each call was for and how it was paid; batches that outlive a crash; dialogues.

What is not known of older rows stays as it was then: every call so far was made to explain, one at a time,
and the price of its tokens stands in its row.
"""

import sqlalchemy as sa
from alembic import op

revision = "examcert_0003"
down_revision = "examcert_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("explanation") as explanation:
        explanation.add_column(sa.Column("origin", sa.String()))
    with op.batch_alter_table("call") as call:
        call.add_column(sa.Column("purpose", sa.String(), nullable=False, server_default="explain"))
        call.add_column(sa.Column("prompt_version", sa.String()))
        for name in ("cache_write_1h_tokens", "thinking_tokens"):
            call.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        call.add_column(sa.Column("batch", sa.Boolean(), nullable=False, server_default="0"))
        call.add_column(sa.Column("latency", sa.Float()))
    with op.batch_alter_table("disagreement") as disagreement:
        disagreement.add_column(sa.Column("exam", sa.String()))
        disagreement.add_column(sa.Column("source", sa.String(), nullable=False, server_default="explain"))
        disagreement.add_column(sa.Column("settled", sa.DateTime(timezone=True)))
        disagreement.add_column(sa.Column("ruling", sa.String()))
        disagreement.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
    _batches()
    _turns()


def _batches() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String()),
        sa.Column("exam", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
    )
    op.create_index("ix_batch_open", "batch", ["open"])
    op.create_table(
        "batch_item",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "batch",
            sa.Integer(),
            sa.ForeignKey("batch.id", ondelete="CASCADE", name="fk_batch_item_batch"),
            nullable=False,
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("question", "model", "prompt_version", "state")),
        sa.PrimaryKeyConstraint("name", name="pk_batch_item"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_batch_item_batch", "batch_item", ["batch"])


def _turns() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("question", "fingerprint", "language")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cost_usd", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
    )
    op.create_index("ix_turn_fingerprint", "turn", ["fingerprint"])
