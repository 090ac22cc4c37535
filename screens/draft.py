"""One draft of the intake form: begun with the first word typed, kept as the person types, outside the journal."""

import asyncio
from collections.abc import Mapping
from typing import Any

from models.errors import NotFound
from models.rows import Draft, Seat


class DraftKeeper:
    """Keeps one call's fields, one write at a time, the newest fields last.

    Nothing is kept before :meth:`adopt` has said where to and whose it is.

    Args:
        received: when the caller was answered (epoch ms).
        draft: the draft to go on with, if it was begun before.
    """

    def __init__(self, received: int, draft: Draft | None = None) -> None:
        self.desk: Any = None
        self.seat: Seat | None = None
        self.received = draft.received if draft else received
        self.id = draft.id if draft else None
        self.kept: dict[str, str] = dict(draft.fields) if draft else {}
        self.kept_at = draft.updated_at if draft else None
        self._lock = asyncio.Lock()

    def adopt(self, desk: Any, seat: Seat) -> bool:
        """Keep on this desk, as this seat's; False if that is so already."""
        if (desk, seat) == (self.desk, self.seat):
            return False
        self.desk, self.seat = desk, seat
        return True

    @property
    def ready(self) -> bool:
        """Can anything be kept yet?"""
        return self.desk is not None and self.seat is not None

    def differs(self, fields: Mapping[str, str]) -> bool:
        """Is there anything to write?"""
        return any(self.kept.get(name, "") != value for name, value in fields.items())

    async def keep(self, fields: Mapping[str, str]) -> None:
        """Write what is new in `fields`.

        Raises:
            DeskError: the draft cannot be kept.
        """
        async with self._lock:
            fresh = {name: value for name, value in fields.items() if self.kept.get(name, "") != value}
            if not fresh:
                return
            draft = await asyncio.to_thread(self._write, fresh)
            self.id, self.kept, self.kept_at = draft.id, dict(draft.fields), draft.updated_at
            self.received = draft.received

    async def begun(self) -> int:
        """The draft's id; one that holds nothing yet is begun.

        Raises:
            DeskError: it cannot be begun.
        """
        async with self._lock:
            if self.id is None:
                await asyncio.to_thread(self._write, {})
            assert self.id is not None
            return self.id

    def _write(self, fresh: Mapping[str, str]) -> Draft:
        intake = self.desk.intake
        if self.id is None:
            self.id = intake.begin(self.seat, received=self.received).id
        try:
            kept: Draft = intake.keep(self.seat, self.id, fresh)
        except NotFound:  # it was empty for long and has gone by itself, or somebody discarded it: begin anew
            self.id = intake.begin(self.seat, received=self.received).id
            kept = intake.keep(self.seat, self.id, {**self.kept, **fresh})
        return kept

    async def discard(self, reason: str) -> None:
        """End the draft; nothing to do if none was begun.

        Raises:
            DeskError: it cannot be discarded.
        """
        async with self._lock:
            if self.id is not None:
                await asyncio.to_thread(self.desk.intake.discard, self.seat, self.id, reason=reason)
                self.id = None
