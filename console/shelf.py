"""The knowledge shelf as the command line does it: files in, files out; and the words of wishes and feedback."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console.refusals import Misuse
from console.render import Page
from console.report_plots import plainly
from console.reporting import show
from console.wiring import Visit
from models.articlefile import ArticleText, write_article
from models.rows.knowledge import ArticleRow, FeedbackCount
from models.vocabulary import Grade, Outcome

COUNTS = ("channel", "urgent", "general", "not_urgent", "total")


def take_in(visit: Visit, paths: Sequence[str], *, dry_run: bool) -> bool:
    """Import the files and print what became of them; True if all were taken."""
    files = [(str(file), _text(file)) for path in paths for file in _files(Path(path))]
    desk, seat = visit.seated()
    taken = desk.knowledge.take_in(seat, files, dry_run=dry_run)
    counts = {name: len(getattr(taken, name)) for name in ("added", "changed", "same", "rejected")}
    visit.page.record(taken, " ".join(f"{name}: {count}" for name, count in counts.items()))
    for one in taken.rejected:
        visit.page.talk(one["reason"])
    return not taken.rejected


def _files(path: Path) -> list[Path]:
    """The Markdown files of a folder and the folders in it, or the one that is named."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.md"))
    if not found:
        raise Misuse("knowledge.folder", f"There is no Markdown file in {path}.", "Name another folder.",
                     path=str(path))  # fmt: skip
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse("knowledge.not_utf8", f"{file} is not text in UTF-8.", "Write it in UTF-8.",
                     path=str(file)) from error  # fmt: skip


def give_out(visit: Visit, folder: str, state: str) -> int:
    """Write every article of that state (else of any but retired) into a file of its own; returns how many."""
    rows = visit.own().knowledge().listed(visit.now, state=state)
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    chosen = [row for row in rows if state or row.state != "retired"]
    for row in chosen:
        (place / f"{row.slug}.md").write_text(write_article(_as_file(row, visit.desk().zone)), encoding="utf-8")
    return len(chosen)


def _as_file(row: ArticleRow, zone: str) -> ArticleText:
    until = None
    if row.valid_until is not None:
        until = datetime.fromtimestamp(row.valid_until // 1000, UTC).astimezone(ZoneInfo(zone)).date()
    state = row.state if row.state != "retired" else None
    return ArticleText(
        row.slug, row.title, row.body, row.language, row.shape, row.categories, row.words, state, until, row.owner
    )


def known_outcome(given: str) -> str:
    """A word for what became of a wish, ``all``, or nothing."""
    if given and given != "all" and given not in list(Outcome):
        words = ", ".join([*(one.value for one in Outcome), "all"])
        raise Misuse("word.unknown", f"{given!r} is not a word for outcome.", f"Use one of: {words}.", given=given,
                     field="outcome", allowed=words)  # fmt: skip
    return given


def known_grade(given: str) -> Grade:
    """A word for how urgent feedback is; dashes are as good as underscores."""
    plain = given.replace("-", "_").lower()
    if plain not in list(Grade):
        words = ", ".join(one.value for one in Grade)
        raise Misuse("feedback.grade", f"There is no grade {given!r} of feedback.", f"Use one of: {words}.",
                     given=given, allowed=words)  # fmt: skip
    return Grade(plain)


def show_counts(page: Page, rows: Sequence[FeedbackCount], form: str | None, span: tuple[int, int]) -> None:
    """Print how often feedback came, by channel and urgency, in the form that was asked for."""
    bars = [(page.word("channels.channel", row.channel.value), float(row.total), False) for row in rows]
    drawn = plainly(page, "Feedback by channel", bars)
    show(page, "Feedback", rows, form, columns=COUNTS, realm="channels", drawn=drawn, span=span)
