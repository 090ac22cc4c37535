"""Calls as the command line lists them, and the sentences said on the line."""

from typing import Any

from console.instants import read_instant
from console.render import Page, facts, plain
from console.wiring import Visit
from models.vocabulary import CallState
from models.wall import DAY


def listed(visit: Visit, phone: Any, *, waiting: bool, today: bool, since: str, limit: int) -> list[dict[str, Any]]:
    """The calls as rows with their state."""
    begin = read_instant(since) if since else _midnight(visit) if today else visit.now - DAY
    states = (CallState.WAITING,) if waiting else ()
    return [call_facts(row) for row in phone.listed(begin, states, limit)]


def call_facts(row: Any) -> dict[str, Any]:
    """A call with its state, as it is printed."""
    return {"state": row.state.value} | facts(row)


def _midnight(visit: Visit) -> int:
    from models.looks.figures import midnight

    return midnight(visit.now, visit.desk().zone)


def shown_lines(page: Page, phone: Any) -> None:
    """The sentences in both languages, and by which number each operator is known."""
    from screens.spoken import sentence
    from screens.wording import Wording

    said = phone.spoken(None)
    rows = [
        {"name": name, "language": language, "own": bool(said.own(name, language)),
         "text": said.own(name, language) or Wording(language)(f"spoken.{name}", company="{company}", number="{number}",
                                                              operator="{operator}"),
         "example": sentence(said, name, Wording(language))}
        for name in ("opening", "closing") for language in ("zh", "en")
    ]  # fmt: skip
    if page.as_json:
        page.record({"sentences": [plain(row) for row in rows], "places": phone.places()})
        return
    page.table(rows, ("name", "language", "own", "text"))
    page.record({}, "")
    page.table(phone.places(), ("login", "name", "said", "extension"))
