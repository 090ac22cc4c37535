"""Before there is a desk to sit at: its file is made, brought forward to this release, or brought back from a copy."""

from models.migrations import Upgraded, create, upgrade
from models.migrations.file import sqlite_module
from models.migrations.restoring import Restored, restore

__all__ = ["Restored", "Upgraded", "create", "restore", "sqlite_module", "upgrade"]
