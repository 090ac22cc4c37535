"""The service tree and the checklists from the command line: shown, given out, checked, and taken in."""

import sys
from pathlib import Path

from console.instants import read_instant
from console.refusals import Misuse
from console.settings import Asked
from console.wiring import Visit
from models.desk.schemes import USUAL
from models.looks.schemes import Subject

VERSIONS = ("version", "valid_from", "written_at", "set_by")


def show_tree(asked: Asked, at: str) -> None:
    """Print the lines of business and the weights of the aspects."""
    with Visit(asked) as visit:
        lines = visit.reading().look.schemes().lines(_at(visit, at))
        rows = [
            {"line": one.name, "under": one.under, "categories": ", ".join(sorted(one.categories)),
             "kinds": ", ".join(sorted(one.kinds))}
            for one in lines.lines
        ]  # fmt: skip
        weights = {name: float(weight) for name, weight in lines.aspects.items()}
        if visit.page.as_json:
            visit.page.record({"aspects": weights, "lines": rows})
            return
        visit.page.record(weights)
        visit.page.table(rows)


def show_lists(asked: Asked, name: str, at: str) -> None:
    """Print the items of the checklists."""
    with Visit(asked) as visit:
        found = visit.reading().look.schemes().checklists(_at(visit, at))
        rows = [
            {"checklist": known, "item": one.number, "code": one.code, "grade": one.grade, "zh": one.zh, "en": one.en}
            for known, items in found.items() if name in ("", known) for one in items
        ]  # fmt: skip
        visit.page.table(rows, ("checklist", "item", "code", "grade", "zh", "en"))


def list_versions(asked: Asked, subject: str) -> None:
    """Print since when each version holds."""
    with Visit(asked) as visit:
        found = visit.reading().look.schemes().versions(Subject(subject))
        visit.page.table([{name: getattr(one, name) for name in VERSIONS} for one in found], VERSIONS)


def give_out(asked: Asked, subject: str, at: str) -> None:
    """Print the text in force."""
    with Visit(asked) as visit:
        which = Subject(subject)
        body = visit.reading().look.schemes().body(which, _at(visit, at))
        visit.page.raw(USUAL[which]() if body is None else body)


def check(asked: Asked, subject: str, file: str) -> None:
    """Say whether a text could be taken in."""
    text = _read(file)
    with Visit(asked) as visit:
        visit.reading().schemes.check(Subject(subject), text)
        visit.page.record({"subject": subject, "ok": True}, f"{subject}: ok")


def take_in(asked: Asked, subject: str, file: str, since: str) -> None:
    """Make a text the next version."""
    text = _read(file)
    with Visit(asked) as visit:
        desk, seat = visit.seated()
        made = desk.schemes.keep(seat, Subject(subject), text, valid_from=read_instant(since) if since else None)
        said = {"subject": subject, "version": made.version, "valid_from": made.valid_from}
        visit.page.record(said, f"{subject}: version {made.version}")


def _at(visit: Visit, at: str) -> int:
    return read_instant(at) if at else visit.now


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse("tree.file", f"{file} cannot be read as a text.", "Give a TOML file.", path=file) from error
