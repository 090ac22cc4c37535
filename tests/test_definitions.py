"""The definitions that packs freeze are the words of docs/indicators.md."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from models.definitions import definitions
from models.indicators import quality, times
from models.indicators.satisfaction import satisfaction

PAGE = Path(__file__).resolve().parents[1] / "docs" / "indicators.md"


def flat(text: str) -> str:
    """Without marks of type and with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"[`*…]", "", text))


@pytest.mark.parametrize("one", definitions(), ids=lambda one: one["name"].split(",")[0])
def test_what_is_frozen_stands_in_the_page(one):
    page = flat(PAGE.read_text("utf-8"))
    for name in ("formula", "left_out", "source"):
        assert flat(one[name]) in page, name
        assert bool(one[name]) == bool(one[name + "_zh"])


def test_every_figure_of_the_large_reports_is_defined():
    defined = [name for one in definitions() for name in one["name"].split(", ")]
    figures = [*times.promises([], 0), *times.overdue([], 0), *quality.rates([]), *satisfaction([])]
    lacking = {one.name for one in figures if not any(fnmatch(one.name, name) for name in defined)}
    assert lacking <= {"done_unasked"}
