"""What was sat, answered, explained and paid for, kept in one database.

The only room that imports sqlmodel, sqlalchemy or alembic. `History` is all the others need.
"""

from examcert.history.store import History

__all__ = ["History"]
