"""Alembic's entry: runs inside the transaction that `schema` has opened, never on a connection of its own."""

from alembic import context

from examcert.history.rows import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
