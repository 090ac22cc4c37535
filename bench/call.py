"""A call: until it stands on every screen and its leak on another's board, and what its words and answers cost."""

import json
import resource
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert

from bench import cities
from bench.figures import ROUNDS, Figure, cpu_ms, median
from bench.replay import Raw, recorded
from bench.screens import private, shown_after
from bench.terminal import Terminal
from models.carddata import default_words
from models.desk.desk import Desk
from models.guessing import Words
from models.migrations import create
from models.store import Store
from models.tables import Article
from models.vocabulary import ArticleState
from models.wall import SystemClock

AT_ONCE = 250
"""Milliseconds after which a call that rings stands on every screen."""

ON_THE_BOARD = 1_000
"""Milliseconds from the key that sends a leak to its row on another's board."""

SPOKEN = "随便说的话没有什么要紧的," * 250
"""As many words as a form takes, none of which means anything."""

ARTICLES = 5_000
ASKED = ("卡", "卡表", "停气", "carbon monoxide", "停气后怎么重新点火", "没有这样的词语", "")
"""What is looked for on the shelf: one sign, two, words, a sentence, nothing that stands there, nothing at all."""

F2, F3 = "\x1bOQ", "\x1bOR"


def figures() -> Iterator[Figure]:
    """Every figure of this room, one after the other."""
    yield from on_screens()
    yield words()
    yield from shelf()
    yield said()


def on_screens() -> Iterator[Figure]:
    """Calls that are told at the socket, and leaks that are sent with F2: two consoles that both show them."""
    path = _empty("bench-call.db")
    listen = [cities.HOTLINE, "--db", str(path), "call", "listen"]
    command = [cities.HOTLINE, "--db", str(path), "--as", "bench", "--lang", "zh"]
    rung, sent = [], []
    with (
        Terminal(command, (120, 40), **private()) as mine,
        Terminal(command, (120, 40), **private()) as yours,
        Terminal(listen),
    ):
        for one in (mine, yours):
            shown_after(one, "无.?告.?警")
            one.settle(1.0, 6.0)
        for number in range(ROUNDS):
            phone = f"1380000000{number}"
            rung.append(_until([mine, yours], phone, lambda phone=phone: _tell(path, "ringing", phone)))
            _tell(path, "ended", phone)
            for one in (mine, yours):
                one.settle(0.3, 3.0)
        for number in range(ROUNDS):
            for key, seen in (
                ("n", "新建工单"), (f"1390000000{number}", "1390000000"), ("\t", "查用户"),
                (f"建设路{number}号", "建设路"), ("\r", "建设路"), ("厨房很大煤气味", "煤气味"),
                (F3, "A2"), ("1", "A3"), ("1", "A4"),
            ):  # fmt: skip
                _until([mine], seen, lambda key=key: mine.write(key))
                mine.settle(0.2, 2.0)
            sent.append(_until([yours], f"E-{number + 1:05d}", lambda: mine.write(F2)))
            for key in ("2", "\x13"):
                mine.write(key)
                mine.settle(0.5, 3.0)
    yield Figure("a call that rings, on two screens", median(rung), None, AT_ONCE, "ms", "ours")
    yield Figure("a leak sent with F2, on another's board", median(sent), None, ON_THE_BOARD, "ms", "ours")


def words() -> Figure:
    """What was said, looked through for what happened; raw is one look for each word in the same text."""
    known = default_words()
    guessing = Words(known, urgent=frozenset({"EM-LEAK-IN"}))

    def plain() -> list[bool]:
        text = unicodedata.normalize("NFKC", SPOKEN).casefold()
        return [word.word in text for word in known]

    ours = median([cpu_ms(lambda: guessing.guess(SPOKEN)) for _ in range(ROUNDS)])
    return Figure(f"{len(SPOKEN):,} signs guessed from", ours, median([cpu_ms(plain) for _ in range(ROUNDS)]), 5, "ms")


def shelf() -> Iterator[Figure]:
    """The slowest of the questions to a shelf of many articles, beside its own statements."""
    path = _empty("bench-shelf.db")
    store = Store(path)
    desk = Desk(store, SystemClock())
    look, now = desk.look.knowledge(), desk.wall.now()
    rows = look.listed(now)
    common = {"shape": "article", "state": ArticleState.APPROVED.value, "version": 1, "owner": "", "used": 0}
    many = [
        {"slug": f"x{n}", "language": row.language, "title": f"{row.title} {n}", "written_at": n, "body": row.body * 2,
         "categories": "", "words": ",".join(row.words), **common}
        for n, row in ((n, rows[n % len(rows)]) for n in range(ARTICLES))
    ]  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(Article), many)
        connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    raw = Raw(path)
    took = []
    for typed in ASKED:
        with recorded() as statements:
            look.search(typed, now, category="RP-CARD", language="zh")
        ours = [cpu_ms(lambda typed=typed: look.search(typed, now, category="RP-CARD", language="zh"))
                for _ in range(ROUNDS)]  # fmt: skip
        took.append((median(ours), median([cpu_ms(lambda held=statements: raw.play(held)) for _ in range(ROUNDS)])))
    raw.close()
    store.close()
    worst, beside = max(took)
    yield Figure(f"shelf of {ARTICLES:,} articles, slowest question", worst, beside, 3, "ms")
    yield Figure(f"shelf of {ARTICLES:,} articles, in ms", worst, None, 50, "ms", "ours")


def said() -> Figure:
    """`hotline --help` beside the bare import of the library that prints it: processor time, the best of some."""

    def spent(*command: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

    ours, bare = (
        min(spent(*command) for _ in range(ROUNDS))
        for command in ((cities.HOTLINE, "--help"), (sys.executable, "-c", "import typer"))
    )
    return Figure("hotline --help, beside the bare import of typer", ours, bare, 2.2, "ms")


def _empty(name: str) -> Path:
    """A new file with one person at the desk."""
    path = cities.scratch(name)
    create(path, zone="Asia/Shanghai", name="bench", wall=SystemClock(), operator=("bench", "Bench"))
    return path


def _tell(path: Path, event: str, phone: str) -> None:
    """One event of the telephone system at the socket; it waits until a listener is there."""
    ends = time.monotonic() + 30
    while not path.with_name("calls.sock").exists():
        if time.monotonic() > ends:
            raise TimeoutError("no listener for calls")
        time.sleep(0.05)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(str(path.with_name("calls.sock")))
        line.sendall(json.dumps({"event": event, "call": phone, "number": phone}).encode() + b"\n")
        line.makefile("r", encoding="utf-8").readline()


def _until(terminals: list[Terminal], wanted: str, act: Callable[[], None], limit: float = 30) -> float:
    """Milliseconds from an act until each of the screens shows what is wanted."""
    begun = last = time.perf_counter()
    act()
    for one in terminals:
        while wanted not in "".join(one.text().split()):
            chunk = one.read(0.05)
            if chunk is not None:
                one.show(chunk[1])
                last = max(last, chunk[0])
            if time.perf_counter() - begun > limit:
                raise TimeoutError(f"{wanted!r} never came up:\n{one.text()}")
    return (last - begun) * 1000
