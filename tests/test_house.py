"""Rules about the house itself: where things stand, what they are called, who may wake whom."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
PACKAGES = ("console", "models", "screens")
TOP_LEVEL = {
    *PACKAGES, "tests", "pyproject.toml", "sample.db",
    "README.md", "README.zh.md", "CHANGELOG.md", "LICENSE", "Makefile", "constraints.txt", "docs", "bench",
}  # fmt: skip

WALL_TIME = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime",
}  # fmt: skip
SQL_TIME = re.compile(r"CURRENT_(TIMESTAMP|TIME|DATE)\b|\b(datetime|date|time|unixepoch|julianday)\(\s*'now'", re.I)
SQL_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|END\s+TRANSACTION)\b[\w\s]*;?\s*")
DRIVER = re.compile(r"engine|conn|session|transaction|store|writer|reader|raw", re.I)
"""What can begin a transaction is called something like this, or is entered by `with`."""

# Assembled from pieces, so that this file does not trip over itself.
INDEX_ADDRESS = re.compile("|".join(("pypi" r"\.org/simple", "--(extra-)?index-url", "pythonhosted" r"\.org")))
HOMES = "|".join(("root", "work", r"home/\w+", r"Users/\w+"))
MACHINE_PATH = re.compile(rf"(?<![\w.~>)}}-])/({HOMES})/|" + r"\\".join(("[A-Z]:", "Users", "")))


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module of the three packages, by path from the top of the house."""
    files = sorted(file for package in PACKAGES for file in (HOUSE / package).rglob("*.py"))
    return {file.relative_to(HOUSE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def committed() -> tuple[str, ...]:
    """Every file that is committed, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    return tuple(name for name in listed.stdout.split("\0") if name and (HOUSE / name).is_file())


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a chain of attributes; calls and subscripts in between are looked through."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return dotted(inner)
    return "?"


def origins(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {name.asname: name.name for name in node.names if name.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    return known


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string of a module that is not a docstring."""
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node


def words(name: str) -> list[str]:
    """`QueueTable`, `queue_table` → queue, table."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def transactions(path: str, tree: ast.Module, subjects: set[str]) -> Iterator[str]:
    """Places that begin or end a transaction; a subject of the desk, or a story, may begin without one."""
    opened = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            whose = dotted(node.func.value).rpartition(".")[2]
            verb = node.func.attr
            begins = verb == "begin" and whose not in subjects and (id(node) in opened or bool(DRIVER.search(whose)))
            if begins or verb in {"commit", "rollback", "begin_nested"}:
                yield f"{path}:{node.lineno} {whose}.{verb}()"
    for text in texts(tree):
        if SQL_TRANSACTION.fullmatch(text.value):
            yield f"{path}:{text.lineno} {text.value!r}"


def readings(path: str, tree: ast.Module) -> Iterator[str]:
    """Places that read the wall clock, under whatever name it was imported, or let the database read it."""
    known = origins(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            first, dot, rest = dotted(node).partition(".")
            if known.get(first, first) + dot + rest in WALL_TIME:
                yield f"{path}:{node.lineno} {dotted(node)}"
    for text in texts(tree):
        if SQL_TIME.search(text.value):
            yield f"{path}:{text.lineno} {text.value!r}"


def test_only_the_store_begins_or_commits():
    """One verb, one transaction: nobody else can end it early."""
    subjects = {"desk", *(file.stem for file in (HOUSE / "models/desk").glob("*.py"))}
    elsewhere = [
        place
        for path, tree in modules().items()
        if path != "models/store.py" and not path.startswith("models/migrations")
        for place in transactions(path, tree, subjects)
    ]
    assert elsewhere == []


def test_only_the_wall_reads_wall_time():
    """Time is an argument everywhere else."""
    elsewhere = [p for path, tree in modules().items() if path != "models/wall.py" for p in readings(path, tree)]
    assert elsewhere == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime as dt\nread = dt.utcnow",
        "from time import time\ntime()",
        "import time as t\nt.time_ns()",
        "sql = \"select datetime('now')\"",
    ],
)
def test_a_reading_of_the_wall_is_recognised_under_any_name(code):
    """The rule above would otherwise hold only for the honest spelling."""
    assert list(readings("x.py", ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "session.commit()",
        "engine.connect().begin()",
        "with self.anything.begin(): ...",
        "raw.execute('BEGIN IMMEDIATE')",
    ],
)
def test_a_transaction_is_recognised_and_a_verb_called_begin_is_none(code):
    """The desk has a verb `begin`; it opens a request, not a transaction."""
    assert list(transactions("x.py", ast.parse(code), {"intake"}))
    assert not list(transactions("x.py", ast.parse("desk.intake.begin(new)"), {"intake"}))


def test_every_module_says_on_its_first_line_what_it_is_for():
    """The first line is a sentence in a docstring."""
    silent = [path for path, tree in modules().items() if not ast.get_docstring(tree) or tree.body[0].lineno != 1]
    assert silent == []


def test_no_name_hides_what_a_thing_does():
    """Names are the field's: no Manager, Helper, Util, Base, Service."""
    empty = {"manager", "managers", "helper", "helpers", "util", "utils", "base"}
    named = [(path, part.removesuffix(".py")) for path in modules() for part in path.split("/")]
    named += [
        (p, node.name) for p, tree in modules().items() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    hiding = [
        f"{path}: {name}" for path, name in named
        if empty & set(words(name)) or words(name)[-1:] in (["service"], ["services"])
    ]  # fmt: skip
    assert sorted(set(hiding)) == []


def test_tests_are_plain_files_with_names_of_their_own():
    """Importlib mode: no packages under tests, and no two files of one name."""
    assert list((HOUSE / "tests").rglob("__init__.py")) == []
    names = Counter(file.name for file in (HOUSE / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_test_has_a_stopwatch():
    """How long a thing takes is measured in `bench`; here a clock only ends a wait, in the two places that wait."""
    clocks = {"time", "timeit"}
    waiting = {HOUSE / "tests/terminals.py", HOUSE / "tests/console/conftest.py"}
    watched = {
        file.relative_to(HOUSE).as_posix()
        for file in (HOUSE / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Import) and clocks & {name.name for name in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module in clocks)
    }
    assert {HOUSE / name for name in watched} == waiting


def test_help_wakes_neither_terminal_nor_scheduler_nor_database():
    """`hotline --help` answers without loading what a command may need."""
    snippet = (
        "import sys\n"
        "from console.cli import main\n"
        "sys.argv = ['hotline', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "awake = {name.partition('.')[0] for name in sys.modules}\n"
        "print('AWAKE', *sorted(awake & {'textual', 'apscheduler', 'sqlmodel'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", snippet], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "AWAKE"


@pytest.mark.parametrize("pattern", [INDEX_ADDRESS, MACHINE_PATH], ids=["index address", "machine path"])
def test_no_committed_file_knows_one_machine(pattern):
    """What is committed works anywhere: no index address, no path of one machine."""
    found = []
    for name in committed():
        try:
            lines = (HOUSE / name).read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name}:{number}: {line.strip()[:100]}" for number, line in enumerate(lines, 1) if pattern.search(line)
        ]
    assert found == []


def test_the_top_level_holds_what_was_promised():
    """`ls` shows what was promised, and no more."""
    tops = {name.split("/")[0] for name in committed()}
    assert {top for top in tops if not top.startswith(".")} - TOP_LEVEL == set()


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("models/vocabulary.py", "import textual", "Models know no screen"),
        ("models/vocabulary.py", "import models.rows", "Inside models every room stands on the ones below it"),
        ("models/rows/queues.py", "import sqlmodel", "Pure rules know no database"),
        ("models/errors.py", "import screens", "The doors open on the screens"),
        ("screens/__init__.py", "import sqlalchemy", "Screens see frozen rows, never tables"),
        ("console/__init__.py", "import sqlite3", "The doors know no SQL"),
    ],
)
def test_a_broken_import_contract_is_named(tmp_path, module, line, contract):
    """A rule of the house broken on purpose makes a tool complain, by name."""
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(HOUSE / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    snippet = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True, check=False)
    broken = [said for said in done.stdout.splitlines() if said.startswith(contract) and " BROKEN" in said]
    assert done.returncode == 1
    assert broken, done.stdout + done.stderr


def test_a_reading_of_the_wall_is_named_by_the_linter():
    """Ruff's banned names hold everywhere but in models/wall.py."""
    code = '"""Reads the wall."""\n\nimport datetime as dt\n\nprint_at = dt.datetime.now(dt.UTC)\n'
    told = {}
    for name in ("models/sla.py", "models/wall.py"):
        command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", name, "-"]
        done = subprocess.run(command, cwd=HOUSE, input=code, capture_output=True, text=True, check=False)
        told[name] = "TID251" in done.stdout
    assert told == {"models/sla.py": True, "models/wall.py": False}
