"""A file of crews' jobs from another system: one row is one crew on one request, with the times of its steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from zoneinfo import ZoneInfo

from models.errors import Invalid
from models.filemap import choice, incomplete, instant, tables_of
from models.importmap import CellReader, Cells, ImportMap, map_of
from models.vocabulary import ClockKind, Step

STEPS = ("offered", "accepted", "en_route", "on_site", "ended")
"""The steps of a job that have a time, in their order; each may be a column."""

ALIASES: Mapping[str, str] = {
    "assigned": "offered", "dispatched": "offered", "responding": "accepted", "arrived": "on_site",
    "on_scene": "on_site", "available": "ended", "done": "ended", "cleared": "ended", "unit": "crew",
}  # fmt: skip
"""Other names under which a map may give a column."""

_OWN = ("request", "crew", "job", *STEPS)
_LAST_LIVE = {"offered": Step.OFFERED, "accepted": Step.ACCEPTED, "en_route": Step.EN_ROUTE, "on_site": Step.ON_SITE}


@dataclass(frozen=True, slots=True)
class DispatchMap:
    """Our names of the columns by theirs: the request's as in any import, and those of the job.

    `create_crews`: a crew that nobody knows is set up; `end_open`: a job without an end ended with its last step.
    """

    request: ImportMap
    columns: Mapping[str, str]
    create_crews: bool = False
    end_open: bool = False

    def clocks(self) -> frozenset[ClockKind]:
        """The promises that a request made of jobs carries as far as its category's policy knows them."""
        steps = {ClockKind.DISPATCH: ("accepted", "en_route", "on_site"), ClockKind.ARRIVAL: ("on_site",)}
        kept = {clock for clock, names in steps.items() if any(name in self.columns for name in names)}
        return self.request.clocks() | kept


@dataclass(frozen=True, slots=True)
class Job:
    """One crew on one request. `times` holds what was given (ms UTC), `flags` what is odd about the row."""

    external_id: str
    request_id: str
    crew: str
    times: Mapping[str, int]
    step: Step
    flags: tuple[str, ...] = ()

    @property
    def begun(self) -> int:
        """The earliest time of any step."""
        return min(self.times.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row as it is understood: the request it belongs to, and the job."""

    cells: Cells
    job: Job


def read_dispatch_map(text: str) -> DispatchMap:
    """The map in a TOML text.

    Raises:
        Invalid: it cannot be read, names what nobody knows, or leaves out request, crew or received.
    """
    data = dict(tables_of(text))
    columns = {ALIASES.get(ours, ours): str(theirs) for ours, theirs in dict(data.get("columns", {})).items()}
    defaults = dict(data.get("defaults", {}))
    create = choice(defaults, "unknown_crew", "create", "reject")
    end_open = choice(defaults, "unended", "end", "live")
    defaults = {name: value for name, value in defaults.items() if name not in ("unknown_crew", "unended")}
    columns.setdefault("request", columns.pop("external_id", ""))
    own = {ours: theirs for ours, theirs in columns.items() if ours in _OWN and theirs}
    for name in ("request", "crew"):
        if name not in own:
            raise incomplete(name)
    if not set(STEPS) & set(own):
        raise Invalid("import.map_incomplete", "The map does not say which column holds the time of any step.",
                      f"Add one of {', '.join(STEPS)} under [columns].", name="offered")  # fmt: skip
    theirs = {ours: name for ours, name in columns.items() if ours not in _OWN}
    request = map_of({**data, "columns": {"external_id": own["request"], **theirs}, "defaults": defaults})
    return DispatchMap(request, own, create, end_open)


class JobReader:
    """Reads rows by one map; `zone` is where instants without an offset were written."""

    def __init__(self, plan: DispatchMap, zone: ZoneInfo | None) -> None:
        self.plan, self.zone = plan, zone
        self._requests = CellReader(plan.request, zone)

    def missing(self, row: Mapping[str, str | None]) -> list[str]:
        """Columns that the map names and the file does not have."""
        return sorted({*self._requests.missing(row), *(one for one in self.plan.columns.values() if one not in row)})

    def request_of(self, row: Mapping[str, str | None]) -> str:
        """The request that a row belongs to, as the other system names it."""
        return (row.get(self.plan.columns["request"]) or "").strip()

    def read(self, row: Mapping[str, str | None], now: int) -> Sheet:
        """The row's request and job.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        cells = self._requests.read(row, now)
        given = {ours: (row.get(theirs) or "").strip() for ours, theirs in self.plan.columns.items()}
        if not given["crew"]:
            raise Invalid("import.no_crew", "The row names no crew.", "Give every row its crew.")
        times = {name: self._instant(name, given[name]) for name in STEPS if given.get(name)}
        if not times:
            raise Invalid("import.no_step", "The row has no time of any step.", "Give at least when the crew was sent.")
        job = given.get("job") or f"{cells.external_id}:{given['crew']}"
        step, flags = self._step(times)
        if times.get("ended") is None and step not in _LAST_LIVE.values():
            times["ended"] = max(times.values())
        return Sheet(cells, Job(job, cells.external_id, given["crew"], times, step, (*flags, *_order(times, cells))))

    def _instant(self, name: str, text: str) -> int:
        return instant(name, text, self.zone, self.plan.request.instant_format)

    def _step(self, times: Mapping[str, int]) -> tuple[Step, tuple[str, ...]]:
        """The furthest step; one that ended without having arrived was called off."""
        open_end = "ended" not in times
        if open_end and not self.plan.end_open:
            return next(_LAST_LIVE[name] for name in reversed(STEPS) if name in times), ("no_end",)
        flags = ("no_end",) if open_end else ()
        return (Step.DONE if "on_site" in times else Step.WITHDRAWN), flags


def _order(times: Mapping[str, int], cells: Cells) -> list[str]:
    known = [times[name] for name in STEPS if name in times]
    odd = {"order": known != sorted(known), "before_received": known[0] < cells.received}
    return [name for name, true in odd.items() if true]


def whole(sheets: Sequence[Sheet], others: Sequence[Mapping[str, int | None]] = ()) -> Cells:
    """The request that these rows of one request make, with its own clocks' times from the first and the last job.

    Args:
        others: times of jobs that are on record already.
    """
    cells = sheets[0].cells
    jobs: list[Mapping[str, int | None]] = [*(sheet.job.times for sheet in sheets), *others]
    instants = dict(cells.instants)
    for name, times in (("dispatched", ("accepted", "en_route", "on_site")), ("arrived", ("on_site",))):
        known = [at for job in jobs for at in [_first(job, times)] if at is not None]
        if known:
            instants.setdefault(name, min(known))
    ends = [job.get("ended") for job in jobs]
    if all(end is not None for end in ends):
        instants.setdefault("resolved", max(end for end in ends if end is not None))
    digest = blake2b(f"{cells.digest} {sorted(instants.items())}".encode(), digest_size=16).hexdigest()
    return replace(cells, instants=instants, digest=digest)


def _first(job: Mapping[str, int | None], names: Sequence[str]) -> int | None:
    known = [at for name in names if (at := job.get(name)) is not None]
    return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Busy:
    """When a crew was sent, on site and free again, of one of its jobs (ms UTC); what is not known is None."""

    sent: int
    on_site: int | None
    ended: int | None

    @staticmethod
    def of(job: Job) -> "Busy":
        """The same of a job that a row describes; one whose end nobody wrote down held the crew to its last step."""
        return Busy(job.begun, job.times.get("on_site"), job.times.get("ended", max(job.times.values())))


def clashes(new: Busy, others: Iterable[Busy]) -> list[str]:
    """What is odd about a crew's job beside its others: on site at two places at once, sent while it was busy."""
    listed = list(others)
    odd = {
        "overlap": any(_meet(new.on_site, new.ended, one.on_site, one.ended) for one in listed),
        "busy": any(_meet(new.sent, new.sent + 1, one.sent, one.ended) for one in listed),
    }
    return [name for name, true in odd.items() if true]


def _meet(from_a: int | None, to_a: int | None, from_b: int | None, to_b: int | None) -> bool:
    """Do two spans share a moment? An end that is unknown is not reached yet."""
    if from_a is None or from_b is None:
        return False
    return (to_b is None or from_a < to_b) and (to_a is None or from_b < to_a)
