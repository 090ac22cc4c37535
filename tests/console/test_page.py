"""The one renderer: what people and what programs get of the same rows, and what a caller's text may not do."""

import io
import json

from console.render import Page, cell, local, plain
from models.rows import LevelRow
from models.vocabulary import NEVER, Kind

EVIL = "\x1b[2J\x07[bold red]喂\n喂[/] \u202eabc 🔥"


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self):
        return True


def test_instants_enums_and_rows_become_json():
    row = {"kind": Kind.REPAIR, "due_at": 0, "level": LevelRow(75, 1500, NEVER), "roles": {"b", "a"}, "count": 3}
    assert plain(row) == {
        "kind": "repair", "due_at": "1970-01-01T00:00:00Z",
        "level": {"level": 75, "due": "1970-01-01T00:00:01.500Z", "raised_at": None}, "roles": ["a", "b"], "count": 3,
    }  # fmt: skip


def test_the_facts_of_a_journal_line_are_shown_as_they_are_stored():
    assert plain({"at": 0, "data": {"until": 5}}) == {"at": "1970-01-01T00:00:00Z", "data": {"until": 5}}


def test_a_table_in_a_pipe_is_never_cut_and_says_nothing_a_terminal_obeys():
    out = io.StringIO()
    Page(False, out).table([{"text": EVIL + "x" * 500, "due": 0}], ("text", "due"))
    said = out.getvalue()
    assert "x" * 500 in said
    assert len(said.splitlines()) == 2
    assert not any(ord(sign) < 32 and sign != "\n" for sign in said)
    assert "[bold red]" in said
    assert "\u202e" not in said


def test_json_keeps_a_callers_text_exactly():
    out = io.StringIO()
    Page(True, out).record({"text": EVIL})
    assert json.loads(out.getvalue()) == {"text": EVIL}
    assert "\x1b" not in out.getvalue()


def test_tables_write_instants_in_the_zone_of_the_desk():
    out = io.StringIO()
    page = Page(False, out)
    page.moment = local("Asia/Shanghai")
    page.record({"received": 0, "empty": "", "none": None, "flag": False})
    assert [line.split(maxsplit=1) for line in out.getvalue().splitlines()] == [
        ["received", "1970-01-01 08:00:00"], ["flag", "no"],
    ]  # fmt: skip


def test_progress_is_shown_to_a_person_and_to_nobody_else():
    for err, shown in ((io.StringIO(), False), (Terminal(), True)):
        out = io.StringIO()
        with Page(False, out, err).progress("import", 10) as told:
            told(5)
            told(10, 10, "done")
        assert (bool(err.getvalue()), out.getvalue()) == (shown, "")


def test_a_cell_says_something_for_everything():
    assert [cell(value) for value in (None, "", True, 0, ["a", "b"], [], {"a": 1})] == [
        "-", "-", "yes", "0", "a, b", "-", "a: 1",
    ]  # fmt: skip
