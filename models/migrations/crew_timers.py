"""The step by which crews are watched: limits an admin sets, when a crew was last heard, and where it said it was."""

from sqlalchemy import Connection

_WORDS = (
    "CREATE TABLE crew_timer (name VARCHAR NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name))",
    "ALTER TABLE assignment ADD COLUMN heard_at INTEGER",
    "ALTER TABLE crew ADD COLUMN latitude FLOAT",
    "ALTER TABLE crew ADD COLUMN longitude FLOAT",
    "ALTER TABLE crew ADD COLUMN placed_at INTEGER",
)


def crew_timers(connection: Connection) -> None:
    """Add what a file lacks; a crew that is at work was last heard when it took its last step."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
    connection.exec_driver_sql(
        """UPDATE assignment SET heard_at = max(coalesce(accepted_at, 0), coalesce(en_route_at, 0),
             coalesce(on_site_at, 0)) WHERE step IN ('accepted', 'en_route', 'on_site')"""
    )
