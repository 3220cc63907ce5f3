"""Triggers that keep the events as they were written: no change ever, no removal but by an erasure."""

from __future__ import annotations

from alembic import op

# Retention writes a complaint's id into erasures in the transaction that erases it, and nowhere else.
_SQLITE = (
    """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE complaint_id = OLD.complaint_id)
    BEGIN SELECT RAISE(ABORT, 'events are removed only by an erasure'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION events_refuse() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM erasures WHERE complaint_id = OLD.complaint_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'events are never changed, and removed only by an erasure';
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION events_refuse()""",
    """CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_refuse()""",
)


def make() -> None:
    """Create the triggers on the database being migrated."""
    statements = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        op.execute(statement)
