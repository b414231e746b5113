"""Batches that were sent, or are about to be: enough to go on after a crash at any moment."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from examcert.core.batches import BatchItem, BatchRecord
from examcert.history.notebook_rows import BATCH, BATCH_ITEM


def plan(connection: Connection, *, exam: str, language: str, items: tuple[BatchItem, ...], at: datetime) -> int:
    """Write a batch down before it is sent."""
    row = {"exam": exam, "language": language, "made": at, "open": True}
    batch = int(connection.execute(insert(BATCH).returning(BATCH.c.id), row).scalar_one())
    connection.execute(insert(BATCH_ITEM), [{**item.model_dump(), "batch": batch} for item in items])
    return batch


def sent(connection: Connection, batch: int, provider_id: str) -> None:
    """Note the provider's name for it."""
    connection.execute(update(BATCH).where(BATCH.c.id == batch).values(provider_id=provider_id))


def still_open(connection: Connection, exam: str) -> tuple[BatchRecord, ...]:
    """Batches of an exam that are not finished, oldest first."""
    query = select(BATCH).where(BATCH.c.open, BATCH.c.exam == exam).order_by(BATCH.c.id)
    return tuple(
        BatchRecord(
            **{name: value for name, value in row.items() if name != "open"}, items=_items(connection, row["id"])
        )
        for row in connection.execute(query).mappings().all()
    )


def _items(connection: Connection, batch: int) -> tuple[BatchItem, ...]:
    query = select(BATCH_ITEM).where(BATCH_ITEM.c.batch == batch).order_by(BATCH_ITEM.c.name)
    rows = connection.execute(query).mappings()
    return tuple(BatchItem(**{name: value for name, value in row.items() if name != "batch"}) for row in rows)


def leave(connection: Connection, name: str, state: str) -> bool:
    """Close an open item. False when it was closed before, or never was."""
    still = (BATCH_ITEM.c.name == name, BATCH_ITEM.c.state == "open")
    return connection.execute(update(BATCH_ITEM).where(*still).values(state=state)).rowcount == 1


def close(connection: Connection, batch: int) -> None:
    """Nothing more will come of the batch."""
    still = (BATCH_ITEM.c.batch == batch, BATCH_ITEM.c.state == "open")
    connection.execute(update(BATCH_ITEM).where(*still).values(state="void"))
    connection.execute(update(BATCH).where(BATCH.c.id == batch).values(open=False))
