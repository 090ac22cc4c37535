"""The pack of a period: every report of it in one transaction, with the definitions it was made by; and those kept."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models import journal
from models.call_figures import WITHIN_S
from models.definitions import definitions
from models.errors import Invalid, NotFound
from models.goals import GOALS
from models.indicators import times
from models.indicators.cases import Case, counted
from models.indicators.comparing import WEEK, YEAR, trends
from models.indicators.figure import WHOLE
from models.indicators.satisfaction import TARGET
from models.indicators.times import MEAN_GOALS
from models.looks import alarm_figures, catalogue, complaints, intervals, rhythms, telephone
from models.looks.cases import EVERY_PART, Part
from models.looks.columns import LINES, OPERATORS, PACKS
from models.looks.goals import in_force
from models.looks.indicators import Indicators
from models.looks.pack_measures import open_complaints, open_measures
from models.migrations.file import SCHEMA
from models.packs import digest, written
from models.periods import Period
from models.rows.packs import PackLine, PackRow
from models.vocabulary import ClockKind
from models.wall import to_iso

CAUSES = ("category", "disposition", "result")
"""What a pack counts causes by; nothing in free words, for a pack is read by many."""

GROUPED = ("kind", "district")
_KEPT = select(PACKS, OPERATORS.c.login, LINES.c.payload.label("said")).select_from(
    PACKS.join(OPERATORS, OPERATORS.c.id == PACKS.c.made_by).outerjoin(LINES, LINES.c.seq == PACKS.c.line)
)
_NEWEST = _KEPT.where(PACKS.c.period == bindparam("period")).order_by(PACKS.c.id.desc()).limit(1)
_ONE = _KEPT.where(PACKS.c.id == bindparam("id"))
_LIST = _KEPT.order_by(PACKS.c.id.desc()).limit(bindparam("limit"))


class _OnceRead(Indicators):
    """The reads of indicators inside one transaction, in which the requests of a span are read once."""

    def __init__(self, connection: Connection, zone: str) -> None:
        super().__init__(lambda: nullcontext(connection), zone, open_=False)
        self._spans: dict[tuple[int, int], list[Case]] = {}

    def cases(self, since: int, until: int, parts: Collection[Part] = EVERY_PART) -> list[Case]:
        if (since, until) not in self._spans:
            self._spans[since, until] = super().cases(since, until)
        return self._spans[since, until]


class Packs:
    """The reads of packs.

    Args:
        read: opens one short read-only transaction.
        zone: in which a day begins.
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], zone: str) -> None:
        self._read, self._zone = read, zone

    def made(self, period: Period, now: int, program: str) -> dict[str, Any]:
        """The pack of a period as things stand at `now` (ms UTC), as it is written down; instants in it are ISO 8601.

        Args:
            program: the version of the program that makes it.
        """
        with self._read() as connection:
            reads = _OnceRead(connection, self._zone)
            found = _frame(connection, period, now, program) | _sections(connection, reads, period, now)
        written_down: dict[str, Any] = json.loads(written(found))
        return written_down

    def newest(self, period: str) -> PackRow | None:
        """The pack of that period that was kept last, or None."""
        with self._read() as connection:
            return newest(connection, period)

    def one(self, pack: int) -> PackRow:
        """A pack by its number.

        Raises:
            NotFound: there is none.
        """
        with self._read() as connection:
            found = connection.execute(_ONE, {"id": pack}).first()
        if found is None:
            raise NotFound("pack.unknown", f"There is no pack {pack}.", "Look at: hotline report packs", id=pack)
        return _row(found)

    def listed(self, limit: int = 200) -> list[PackLine]:
        """The packs that were kept, the newest first."""
        with self._read() as connection:
            rows = connection.execute(_LIST, {"limit": limit}).all()
        return [PackLine(one.id, one.period, one.made_at, one.login, one.digest, _whole(one)) for one in rows]


def newest(connection: Connection, period: str) -> PackRow | None:
    """The pack of a period that was kept last."""
    found = connection.execute(_NEWEST, {"period": period}).first()
    return None if found is None else _row(found)


def one(connection: Connection, pack: int) -> PackRow:
    """A pack that is known to be there."""
    return _row(connection.execute(_ONE, {"id": pack}).one())


def disagreements(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """Packs that are not what was frozen: ``(which, what)``."""
    altered = (row.id for row in connection.execute(_LIST, {"limit": -1}).all() if not _whole(row))
    return [(f"pack {id_}", "it is not what was frozen") for id_, _ in zip(altered, range(limit), strict=False)]


def _whole(found: Any) -> bool:
    """Has the text its digest, and does the journal line of its making say the same?"""
    told = json.loads(found.said or "{}").get("digest")
    return bool(digest(found.body) == found.digest == told)


def _row(found: Any) -> PackRow:
    try:
        pack = json.loads(found.body)
    except ValueError as error:
        raise Invalid("pack.damaged", f"Pack {found.id} cannot be read any more.", "Restore the file from a backup.",
                      id=found.id) from error  # fmt: skip
    return PackRow(found.id, found.period, found.kind, found.since, found.until, found.made_at, found.login,
                   found.digest, _whole(found), pack)  # fmt: skip


def _frame(connection: Connection, period: Period, now: int, program: str) -> dict[str, Any]:
    """What the figures stand in: the span, the moment, the versions of everything they were reckoned by."""
    seq, chain = journal.head(connection)
    categories = [asdict(row) for row in catalogue.categories(connection)]
    policies = [asdict(row) for row in catalogue.policies(connection)]
    return {
        "period": {"name": period.name, "kind": period.kind, "since": to_iso(period.since),
                   "until": to_iso(period.until), "zone": period.zone},
        "made_at": to_iso(now),
        "judged_at": to_iso(now),
        "journal": {"seq": seq, "hash": chain},
        "frozen": {
            "program": program, "schema": SCHEMA, "categories": len(categories),
            "categories_digest": digest(written({"rows": categories})), "policies": len(policies),
            "policies_digest": digest(written({"rows": policies})),
            "policies_from": to_iso(max((row["valid_from"] for row in policies), default=0)),
            "goals": {clock.value: goal for clock, goal in GOALS.items()},
            "mean_goals_h": {clock.value: goal for clock, goal in MEAN_GOALS.items()},
            "own_goals": _rows([one.goal for one in in_force(connection, period.until - 1)]),
            "satisfied_goal": TARGET, "calls_within_s": WITHIN_S,
        },
        "policies": [_policy(row) for row in policies if _held(row, period)],
        "categories": categories,
    }  # fmt: skip


def _held(row: Mapping[str, Any], period: Period) -> bool:
    """Could a promise made in the period have been made by this line?"""
    retired = row["retired_at"]
    return bool(row["valid_from"] < period.until and (retired is None or retired > period.since))


def _policy(row: Mapping[str, Any]) -> dict[str, Any]:
    """A policy line without its number; its instants in ISO 8601."""
    instants = {name: None if row[name] is None else to_iso(row[name]) for name in ("valid_from", "retired_at")}
    return {name: value for name, value in {**row, **instants}.items() if name != "id"}


def _sections(connection: Connection, reads: Indicators, period: Period, now: int) -> dict[str, Any]:
    span = period.since, period.until
    promises = reads.promises(*span, kinds=tuple(ClockKind))
    satisfaction, alarms = reads.satisfaction(*span), alarm_figures.figures(connection, *span)
    calls = asdict(telephone.figures(connection, *span, WITHIN_S))
    found: dict[str, Any] = {
        "targets": _rows([one for one in (*promises, *satisfaction) if one.group == WHOLE and one.goal is not None]),
        "promises": _rows(promises),
        **{f"promises_by_{by}": _rows(reads.promises(*span, by=by)) for by in GROUPED},
        "rates": _rows(reads.rates(*span)),
        "trend": _trend(reads, period),
        "trend_last_days": _last_days(reads, period),
        "series": _series(reads, period),
        **{f"causes_by_{by}": _rows(reads.causes(*span, by)) for by in CAUSES},
        "overdue": _rows(reads.overdue(now, by="kind")),
        "complaints": open_complaints(connection, now, period.until),
        "complaints_by_stage": _rows(complaints.counted(connection, *span, now, "stage")),
        "measures": open_measures(connection, now, period.until),
        "coverage": _rows(reads.coverage(*span)),
        "satisfaction": _rows(satisfaction),
        "service_index": _rows(reads.service_index(*span)),
        "answering": _rows(reads.answering(*span)),
        "calls": [{"name": name, "value": value} for name, value in calls.items()
                  if name not in ("since", "until", "source")],
        "calls_per_half_hour": list(rhythms.half_hours(connection, *span, period.zone)),
        "requests_by_hour": [{"district": name, "hours": list(hours)}
                             for name, hours in rhythms.heat(connection, *span, period.zone)],
        "alarms": _rows(alarms.figures),
        "alarm_sources": _rows(alarms.top),
        "intervals": _rows(intervals.report(connection, *span, kind=None, category=None, district=None)),
        "use": _rows(reads.use(*span)),
        "supply": _rows(reads.supply(*span)),
        "definitions": [dict(row) for row in definitions()],
    }  # fmt: skip
    return found


def _rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _trend(reads: Indicators, period: Period) -> list[dict[str, Any]]:
    """The key figures of the period, of the one before, and of the same a year before."""
    now, before, year = (reads.key_figures(one.since, one.until)
                         for one in (period, period.back(), period.year_before()))  # fmt: skip
    names = {"last_week": "period_before", "last_week_n": "period_before_n", "last_year": "year_before",
             "last_year_n": "year_before_n", "latest": "period", "latest_n": "period_n"}  # fmt: skip
    return [{names.get(name, name): value for name, value in row.items()}
            for row in _rows(trends(now, before, year))]  # fmt: skip


def _last_days(reads: Indicators, period: Period) -> list[dict[str, Any]]:
    """The trend report of the period's last seven days."""
    end = period.until
    week = [reads.key_figures(end - WEEK - back, end - back) for back in (0, WEEK, YEAR)]
    return _rows(trends(*week))


def _series(reads: Indicators, period: Period) -> list[dict[str, Any]]:
    """Day by day or month by month: what was received, and the share of its promises that were kept in time."""
    cases, out = counted(reads.cases(period.since, period.until)), []
    for mark, begin, end in period.steps():
        came = [one for one in cases if begin <= one.received < end]
        row: dict[str, Any] = {"mark": mark, "requests": len(came)}
        for figure in times.promises(came, period.until):
            kind, _, what = figure.name.rpartition("_")
            row |= {figure.name: figure.value, f"{kind}_n": figure.n} if what == "inside" else {}
        out.append(row)
    return out
