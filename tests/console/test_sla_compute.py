"""`hotline sla compute`: a list of cases in, a list of answers out, and nothing else is woken."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
COLLECTION = HOUSE.parent / "shared" / "cases" / "sla_cases.json"
OFFICE = {"week": {"mon": [["09:00", "17:00"]]}, "season": "any"}
CASE = {"id": "A", "tz": "Asia/Shanghai", "calendar": OFFICE, "start": "2024-10-07T10:00:00+08:00",
        "target": "7200s", "until": "2024-10-07T13:00:00.500+08:00", "note": "ignored"}  # fmt: skip
ANSWER = {"id": "A", "due": "2024-10-07T04:00:00Z", "elapsed_s": 10800.5, "breached": True}


def test_a_file_of_cases_is_answered_in_order(inside, tmp_path):
    (tmp_path / "cases.json").write_text(json.dumps([CASE, CASE | {"id": "B", "calendar": {"week": {}}}]), "utf-8")
    told = inside("sla", "compute", tmp_path / "cases.json")
    assert (told.code, told.err) == (0, "")
    assert told.data[0] == ANSWER
    assert (told.data[1]["id"], told.data[1]["code"]) == ("B", "calendar.closed")
    assert not (tmp_path / "desk.db").exists()
    assert inside("--json", "sla", "compute", tmp_path / "cases.json").data == told.data


def test_a_dash_reads_standard_input(outside):
    told = outside("sla", "compute", "-", stdin="\ufeff" + json.dumps([CASE]))
    assert (told.code, told.data, told.err) == (0, [ANSWER], "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "is no JSON"),
        ("", "is no JSON"),
        ('[{"id": NaN}]', "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("{}", "holds no list"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_file_is_one_sentence(inside, tmp_path, text, said):
    if text is not None:
        (tmp_path / "cases.json").write_text(text, "utf-8")
    told = inside("sla", "compute", tmp_path / "cases.json")
    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert len(told.err.splitlines()) <= 2


def test_no_file_named_is_misuse(inside):
    assert inside("sla", "compute").code == 2


def test_computing_wakes_no_database(tmp_path):
    (tmp_path / "cases.json").write_text(json.dumps([CASE]), "utf-8")
    snippet = (
        "import sys\n"
        "from console.cli import main\n"
        f"main(['sla', 'compute', {str(tmp_path / 'cases.json')!r}])\n"
        "awake = {name.partition('.')[0] for name in sys.modules}\n"
        "print('AWAKE', *sorted(awake & {'sqlmodel', 'sqlalchemy', 'sqlite3', 'textual', 'apscheduler'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", snippet], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "AWAKE"


@pytest.mark.shared
def test_the_collection_is_solved_from_the_command_line(inside):
    if not COLLECTION.is_file():
        pytest.skip("needs ../shared/cases")
    told = inside("sla", "compute", COLLECTION)
    expected = {case["id"]: case["expect"] for case in json.loads(COLLECTION.read_text("utf-8"))}
    wrong = [one for one in told.data if expected[one["id"]].items() - one.items()]
    assert (told.code, len(told.data), wrong) == (0, 108, [])
