"""Solving cases from a file (`hotline sla compute`): no database, no settings, one list in and one list out."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from console.render import Page
from models.calendar.cases import answers
from models.errors import Invalid

STANDARD_INPUT = "-"


def compute(file: str) -> None:
    """Print the answers to the cases in the file as one JSON list.

    Raises:
        Invalid: the file cannot be read, or holds no list in JSON. What is wrong with a single case is its answer.
    """
    cases = read_json(file)
    if not isinstance(cases, list):
        raise Invalid("file.no_list", f"{named(file)} holds no list.", "Write it as [ {...}, {...} ].",
                      path=named(file))  # fmt: skip
    Page(as_json=True).table(answers(cases))


def read_json(file: str) -> Any:
    """The JSON document in a file, or on standard input if the file is called ``-``.

    Raises:
        Invalid: there is no such file, or it is no JSON.
    """
    try:
        raw = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid("file.unreadable", f"{named(file)} cannot be read ({why}).",
                      "Name another file, or fetch that one again.", path=named(file), why=why) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise Invalid("file.no_json", f"{named(file)} is no JSON ({error}).", "Mend it there.",
                      path=named(file), why=str(error)) from error  # fmt: skip


def named(file: str) -> str:
    """What the file is called in a sentence."""
    return "Standard input" if file == STANDARD_INPUT else file


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
