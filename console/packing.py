"""``hotline report period``: which pack is meant, made now or taken as it was frozen, and given out."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console import __version__
from console.indicators import name_categories
from console.instants import read_instant
from console.pack_report import sections
from console.refusals import Misuse
from console.render import Page, plain
from console.reporting import Section, known_form, paper_of, sheet, show_sections
from console.wiring import Visit, refuse_now, seat_or_none
from models.errors import DeskError
from models.kept import is_kept
from models.packs import Difference, differences, written
from models.periods import MONTHS, Period, last_complete, read_period
from models.rows.packs import PackRow
from models.vocabulary import Role
from screens.printed import html, keep

LAST = "last"
"""The word for the newest period that is over."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pack as it is given out: kept as `row`, or only made now, as `why_not` says; what `differs` from before."""

    pack: Any
    row: PackRow | None
    differs: tuple[Difference, ...] = ()
    before: PackRow | None = None
    why_not: str = ""


def period_of(visit: Visit, month: str | None, quarter: str | None, year: str | None) -> Period:
    """The period that was asked for; without any, the last month that is over.

    Raises:
        Misuse: more than one was named. Invalid: it is none.
    """
    said = [(kind, text) for kind, text in zip(MONTHS, (month, quarter, year), strict=True) if text is not None]
    if len(said) > 1:
        raise Misuse("period.many", "Only one period can be asked for.", "Give --month, --quarter or --year.")
    kind, text = said[0] if said else ("month", LAST)
    zone = visit.desk().zone
    return last_complete(kind, visit.now, zone) if text == LAST else read_period(kind, text, zone)


def found(visit: Visit, period: Period, *, anew: bool) -> Found:
    """The pack as it was frozen; else one made now and, if that may be, frozen. With `anew` another one beside it."""
    packs = visit.look().packs()
    known: PackRow | None = packs.newest(period.name)
    if known is not None and not anew:
        return Found(known.pack, known)
    with visit.page.progress(visit.page.tell("Making the pack")):
        made = packs.made(period, visit.now, __version__)
    said = tuple(differences(known.pack, made)) if known is not None else ()
    why_not = _why_not(visit, period)
    if why_not and not anew:
        return Found(made, None, why_not=why_not)
    desk, seat = visit.seated()
    return Found(made, desk.packs.keep(seat, period, made, anew=anew), said, known)


def _why_not(visit: Visit, period: Period) -> str:
    """Why a pack is not frozen, or nothing: who only reads gets the figures all the same."""
    desk = visit.desk()
    if visit.now < period.until:
        return "The period is not over: these figures will change, and nothing is kept."
    if is_kept(desk.store.path):
        return "This is the committed sample: nothing is kept."
    try:
        refuse_now(desk, visit.settings)
    except DeskError:
        return "With --now only a drill keeps a pack: nothing is kept."
    seat = seat_or_none(desk, visit.settings.operator)
    if seat is None or not seat.may(Role.SUPERVISOR):
        return "A supervisor freezes packs: nothing is kept."
    return ""


def give(visit: Visit, one: Found, form: str | None, out: Path | None) -> None:
    """Print a pack, or write it to `out`: one JSON object, one page of HTML, or CSV as a zip or a folder.

    Raises:
        Misuse: there is no such form, or CSV has nowhere to go.
    """
    known_form(form)
    page = visit.page
    if form == "csv" and out is None:
        raise Misuse("pack.out", "A pack as CSV is many files.", "Name a folder or a .zip with --out.")
    if page.as_json:
        _put(page, out, written(_document(one)) + "\n")
        return
    name_categories(visit)
    listed = sections(page, one.pack, one.differs)
    if form == "csv" and out is not None:
        _csv(out, listed, one)
        page.record({"written": str(out)}, str(out))
    elif form == "html":
        paper = paper_of(page, _title(page, one), listed, block=_block(page, one))
        _put(page, out, html(paper))
    else:
        page.raw(f"{_title(page, one)}  {_between(page, one.pack['period'])}\n\n")
        show_sections(page, "", listed, None, data=None)
    _tell(page, one)


def _document(one: Found) -> dict[str, Any]:
    row = one.row
    kept = {"id": row.id, "made_by": row.made_by, "digest": row.digest, "whole": row.whole} if row else None
    return {"kept": kept, "why_not": one.why_not, "differs": [plain(each) for each in one.differs], "pack": one.pack}


def _put(page: Page, out: Path | None, text: str) -> None:
    if out is None:
        page.raw(text)
    else:
        keep(out, text)
        page.talk(str(out))


def _title(page: Page, one: Found) -> str:
    return f"{page.tell('Report of the period')} {one.pack['period']['name']}"


def _block(page: Page, one: Found) -> list[tuple[str, str]]:
    period, row = one.pack["period"], one.row
    said = [(page.tell("Period"), _between(page, period)), (page.tell("Made"), _local(page, one.pack["made_at"]))]
    if row is None:
        return [*said, (page.tell("Frozen"), page.tell(one.why_not))]
    state = "" if row.whole else f" {page.tell('NOT WHOLE: its text is not what was frozen')}"
    return [*said, (page.tell("Frozen"), f"{row.id}, {row.made_by}"), ("SHA-256", row.digest + state)]


def _between(page: Page, period: Mapping[str, str]) -> str:
    return f"{_local(page, period['since'])} - {_local(page, period['until'])}"


def _local(page: Page, written: str) -> str:
    return page.moment(read_instant(written))


def _tell(page: Page, one: Found) -> None:
    if one.why_not:
        page.talk(page.tell(one.why_not))
    if one.row is not None:
        page.talk(page.tell(f"Frozen as pack {one.row.id} by {one.row.made_by}; SHA-256 {one.row.digest}."))
        if not one.row.whole:
            page.talk(page.tell("NOT WHOLE: its text is not what was frozen"))
    if one.before is not None:
        said = f"Pack {one.before.id} stays as it was frozen; {len(one.differs)} values differ."
        page.talk(page.tell(said))


def _csv(out: Path, listed: list[Section], one: Found) -> None:
    """A file for each section, numbered in their order, and the whole pack as JSON beside them."""
    files = {f"{place:02d}-{_file(section.title)}.csv": sheet(section) for place, section in enumerate(listed, 1)}
    files["pack.json"] = written(_document(one)) + "\n"
    if out.suffix.lower() != ".zip":
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            keep(out / name, text)
        return
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # one pack, one zip, whenever packed
    out.touch(mode=0o600)
    out.write_bytes(whole.getvalue())


def _file(title: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())
