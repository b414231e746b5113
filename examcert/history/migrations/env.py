"""Alembic's entry: runs inside the transaction that `schema` has opened, never on a connection of its own."""

from alembic import context

from examcert.history.schema import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables(),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
