"""Every refusal that is raised anywhere can be said in both languages, out of the facts that it carries."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.desk.sheets import KEYS
from models.refusals import REFUSALS
from screens.wording import LANGUAGES, catalogue

HOUSE = Path(__file__).resolve().parents[2]
KINDS = {"DeskError", "NotFound", "NotAllowed", "Conflict", "Invalid", "StoreError", "Misuse"}
MADE_BY = KINDS | {"refuse", "Refusal", "_refusal"}
SUBJECTS = tuple(subject for subject in KEYS if subject != "policy")
"""What stands for a code's braces: `models.desk.setting_up.the` makes one code for each subject."""


@dataclass(frozen=True)
class Raised:
    """One place that makes a refusal: its code, the facts it gives, and whether it gives more than can be read here."""

    where: str
    code: str
    facts: frozenset[str]
    open: bool


def codes(node: ast.expr) -> Iterator[str]:
    """The codes that an expression can be; none if it is somebody else's."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=other):
            yield from codes(body)
            yield from codes(other)
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(rest))]):
            yield from (f"{subject}{rest}" for subject in SUBJECTS)


def raised_in(path: Path) -> Iterator[Raised]:
    """Every call in a file that makes a refusal under a code that stands there."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY):
            continue
        given = {word.arg for word in node.keywords if word.arg}
        unread = any(word.arg is None for word in node.keywords)
        if node.func.id == "Refusal" and len(node.args) == 2:
            names = node.args[1].keys if isinstance(node.args[1], ast.Dict) else [None]
            given |= {key.value for key in names if isinstance(key, ast.Constant) and isinstance(key.value, str)}
            unread = None in names
        if node.func.id == "_refusal":
            given.add("number")
        for code in codes(node.args[0]) if node.args else ():
            yield Raised(f"{path.relative_to(HOUSE)}:{node.lineno}", code, frozenset(given), unread)


ALL = [
    one for room in ("models", "console") for path in sorted((HOUSE / room).rglob("*.py")) for one in raised_in(path)
]


def braces(sentence: str) -> set[str]:
    """The facts that a sentence names."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_places_are_found() -> None:
    """The rooms and every way of refusing are among them, so that the tests below look at something."""
    found = {one.code for one in ALL}
    assert {"store.missing", "crew.none", "district.none", "name.retired", "hold.needs_safe", "act.missing"} <= found
    assert len(found) > 120


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_words(lang: str) -> None:
    known = catalogue(lang)
    assert sorted({one.code for one in ALL if f"refusal.{one.code}" not in known}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_names_a_fact_that_is_not_given_where_it_is_raised(lang: str) -> None:
    known = catalogue(lang)
    lacking = {
        (one.where, one.code, *sorted(lack))
        for one in ALL
        if not one.open and (lack := braces(known.get(f"refusal.{one.code}", "")) - one.facts)
    }
    assert sorted(lacking) == []


def test_no_fact_of_the_workflows_own_sentence_is_missing_either() -> None:
    lacking = {
        (one.where, one.code, *sorted(lack))
        for one in ALL
        if one.code in REFUSALS
        and not one.open
        and (lack := set().union(*map(braces, REFUSALS[one.code][1:])) - one.facts)
        and not one.where.startswith("models/refusals")
    }
    assert sorted(lacking) == []
