"""A sign of life for open sittings, so that a crash costs no time; the credit of every answer, for study.

What can be known of older rows is filled in: a sitting that is open was last alive when it was
opened or last answered, and the credits of a submitted one stand in its report.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "examcert_0002"
down_revision = "examcert_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sitting") as sitting:
        sitting.add_column(sa.Column("heartbeat", sa.DateTime(timezone=True)))
    with op.batch_alter_table("response") as response:
        response.add_column(sa.Column("credit", sa.Float()))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE sitting SET heartbeat = opened WHERE opened IS NOT NULL"))
    connection.execute(
        sa.text(
            "UPDATE sitting SET heartbeat = (SELECT MAX(at) FROM response WHERE response.sitting = sitting.id) "
            "WHERE opened < (SELECT MAX(at) FROM response WHERE response.sitting = sitting.id)"
        )
    )
    for sitting_id, document in connection.execute(sa.text("SELECT sitting, document FROM report")).all():
        for mark in json.loads(document)["marks"]:
            connection.execute(
                sa.text("UPDATE response SET credit = :credit WHERE sitting = :sitting AND item = :item"),
                {"credit": mark["credit"], "sitting": sitting_id, "item": mark["item"]},
            )
