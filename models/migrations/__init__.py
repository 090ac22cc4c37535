"""Making a new file, and bringing an older one forward in numbered steps after a checked backup."""

from models.migrations.making import create
from models.migrations.upgrading import Upgraded, upgrade

__all__ = ["Upgraded", "create", "upgrade"]
