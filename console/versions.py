"""What is printed of things that are kept in versions and approved by the safety officer: plans and cards."""

import json
from typing import Any

from console.render import Page

UNAPPROVED = "to be approved by the utility's safety officer"


def head(page: Page, thing: Any) -> None:
    """One version: its names, and who approved it."""
    page.record({"code": thing.code, "version": thing.version, "zh": thing.zh, "en": thing.en,
                 "approved_by": thing.approved_by or UNAPPROVED, "approved_at": thing.approved_at})  # fmt: skip


def body(page: Page, said: Any) -> None:
    """A version as it was taken in, so that it can be again."""
    page.raw(json.dumps(said, ensure_ascii=False, indent=2) + "\n")


def kept(page: Page, what: str, row: Any) -> None:
    """What became of a file: a new version, or the one there is."""
    page.record({what: row.code, "version": row.version, "made": row.made},
                f"{what} {row.code}: version {row.version} {'new' if row.made else 'same'}")  # fmt: skip


def approved(page: Page, what: str, row: Any, by: str) -> None:
    """A version that was approved."""
    page.record({what: row.code, "version": row.version, "approved_by": by},
                f"{what} {row.code}: version {row.version} approved by {by}")  # fmt: skip
