"""A period's pack as pages and tables: its sections in the order in which they are read, and what froze them."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.call_report import rows as call_rows
from console.render import Page
from console.report_plots import Drawn, by_group, half_hours, heat, nodes, now_and_then, pareto, plainly
from console.reporting import Section
from models.indicators.causes import CauseRow
from models.indicators.figure import WHOLE, Figure
from models.indicators.service_index import ServiceRow
from screens.plots import Line, Lines, Plot

Pack = Mapping[str, Any]
DRAWN = ("received", "response_inside", "resolution_inside", "satisfied")
"""The key figures whose trend is drawn."""

SHOWN = ("_mean", "_inside")
"""Figures by group that a page shows; the JSON has all of them."""

TITLES = {"promises": "Promises", "overdue": "Overdue", "rates": "Rates", "coverage": "Call-back coverage",
          "satisfaction": "Satisfaction", "service-index": "Service index", "answering": "Answering", "use": "Use",
          "supply": "Supply", "causes": "Causes", "alarms": "Alarms", "all": "All reports"}  # fmt: skip
"""What the reports are called."""

FIGURES = ("name", "group", "value", "unit", "n", "low", "high", "goal", "kept", "remark")


def sections(page: Page, pack: Pack, differs: Sequence[Any] = ()) -> list[Section]:
    """All of them, each with a title; what differs from the pack that was frozen comes first."""

    def figures(name: str) -> list[Figure]:
        return [Figure(**row) for row in pack[name]]

    told = [Section("What differs from the pack that was frozen", differs)] if differs else []
    return [
        *told,
        *_promises(page, pack, figures("targets"), figures("promises")),
        *_trend(page, pack),
        *_causes(page, pack),
        *_open_work(page, pack, figures("overdue")),
        Section("Quality", pack["rates"], ("Of those received in the period.",), FIGURES, by_group(
            page, figures("rates"), ("first_contact", "reopened", "repeat_fault", "wrong_category", "re_dispatched"))),
        *_satisfaction(page, pack, figures("satisfaction"), figures("coverage")),
        *_calls(page, pack, figures("answering")),
        *_alarms(page, pack),
        Section("Steps of the work", pack["intervals"], ("Seconds. From 'received' on the request's first crew counts; "
                "quantiles are interpolated linearly.",)),
        Section("Crews and seats", pack["use"], (), FIGURES,
                by_group(page, figures("use"), ("crew_utilisation", "crew_on_jobs"))),
        Section("Customer-hours without gas", pack["supply"], (), FIGURES,
                by_group(page, figures("supply"), ("customer_hours",))),
        Section("Definitions, as they were when it was made", _definitions(page, pack)),
        Section("Made by", _frozen(page, pack)),
    ]  # fmt: skip


def _promises(page: Page, pack: Pack, targets: list[Figure], promises: list[Figure]) -> list[Section]:
    by_kind, by_district = (
        [row for row in pack[f"promises_by_{by}"] if row["name"].endswith(SHOWN) and row["group"] != WHOLE and row["n"]]
        for by in ("kind", "district")
    )
    whole = [one for one in targets if one.unit == "%"]
    inside = ("response_inside", "resolution_inside")
    return [
        Section("Goals and what became of them", pack["targets"], (), FIGURES, _together(
            by_group(page, whole, dict.fromkeys(one.name for one in whole)), _course(page, pack))),
        Section("Response and resolution", [row for row in pack["promises"] if row["n"]], (), FIGURES),
        Section("Response and resolution by kind", by_kind, (), FIGURES,
                by_group(page, [Figure(**row) for row in by_kind], inside)),
        Section("Response and resolution by district", by_district, (), FIGURES,
                by_group(page, [Figure(**row) for row in by_district], inside)),
    ]  # fmt: skip


def _together(*drawn: Drawn) -> Drawn:
    return lambda: [plot for one in drawn for plot in one()]


def _trend(page: Page, pack: Pack) -> list[Section]:
    note = "period_before: the one just before; year_before: the same a year before."
    week = "last_week: 7 days before; last_year: 52 weeks before, the same days of the week."
    return [
        Section("The period in its course", pack["series"]),
        Section("Trend against the period before and a year before", pack["trend"], (note,), (), _then(page, pack)),
        Section("The last seven days against last week and last year", pack["trend_last_days"], (week,)),
    ]


def _course(page: Page, pack: Pack) -> Drawn:
    def drawn() -> list[Plot]:
        rows, goals = pack["series"], pack["frozen"]["goals"]
        marks = tuple(row["mark"] if len(rows) <= 12 or n in (1, *range(5, 99, 5)) else ""
                      for n, row in enumerate(rows, 1))  # fmt: skip
        came = Lines(page.tell("Requests received"),
                     (Line(page.heading("requests"), tuple(map(float, (row["requests"] for row in rows)))),),
                     marks)  # fmt: skip
        kept = Lines(page.tell("Kept in time (%)"), tuple(
            Line(page.word("name", name), tuple(row[name] for row in rows), style)
            for style, name in enumerate(("response_inside", "resolution_inside"))
        ), marks, goal=float(goals["resolution"]), goal_said=f"{page.heading('goal')} {goals['resolution']:g}",
            most=100.0)  # fmt: skip
        return [came, kept]

    return drawn


def _then(page: Page, pack: Pack) -> Drawn:
    def drawn() -> list[Plot]:
        return [
            now_and_then(page, row["name"], row["unit"],
                         [(when, row[when]) for when in ("year_before", "period_before", "period")])
            for row in pack["trend"] if row["name"] in DRAWN and row["period"] is not None
        ]  # fmt: skip

    return drawn


def _causes(page: Page, pack: Pack) -> list[Section]:
    titles = {"category": "Causes by category", "disposition": "Causes by disposition",
              "result": "Causes by result of inspections"}  # fmt: skip
    note = "vital: the few that make 80 % together."
    return [
        Section(title, pack[f"causes_by_{by}"], (note,) if by == "category" else (), (),
                pareto(page, [CauseRow(**row) for row in pack[f"causes_by_{by}"]]), "causes")
        for by, title in titles.items() if pack[f"causes_by_{by}"]
    ]  # fmt: skip


def _open_work(page: Page, pack: Pack, overdue: list[Figure]) -> list[Section]:
    bars = [(row["number"], row["age_days"], bool(row["late_days"])) for row in pack["complaints"]]
    return [
        Section("Overdue when it was made", pack["overdue"], (), FIGURES,
                by_group(page, [one for one in overdue if one.group != "all"], ("overdue", "overdue_longest"))),
        Section("Open complaints and their age", pack["complaints"], ("Age and lateness in days, when it was made.",),
                (), plainly(page, "Age of open complaints (days)", bars)),
        Section("Complaints by stage of service", pack.get("complaints_by_stage", [])),
        Section("Open measures", pack.get("measures", []),
                ("Due: the plan's day while the complaint is open, afterwards its review's.",)),
    ]  # fmt: skip


def _satisfaction(page: Page, pack: Pack, found: list[Figure], coverage: list[Figure]) -> list[Section]:
    index = [row for row in pack["service_index"] if row["node"].count("/") < 2]
    lines = [row for row in index if "/" not in row["node"]]
    note = "p: share of all events in percent; c: satisfaction 0-100; s = p x c. Compare it only with its own past."
    return [
        Section("Call-back coverage", pack["coverage"], (), FIGURES, by_group(page, coverage, ("call_back_coverage",))),
        Section("Satisfaction", pack["satisfaction"], (), FIGURES, by_group(page, found, ("satisfied",))),
        Section("Service index", lines, (note,), (), nodes(page, [ServiceRow(**row) for row in lines])),
    ]  # fmt: skip


def _calls(page: Page, pack: Pack, answering: list[Figure]) -> list[Section]:
    named = {row["name"]: row["value"] for row in pack["calls"]}
    counts = pack["calls_per_half_hour"]
    hours = [(row["district"], row["hours"]) for row in pack["requests_by_hour"]]
    busy = [{"district": name, "count": sum(row)} for name, row in hours]
    return [
        Section("Answering", pack["answering"], (), FIGURES),
        Section("Calls", call_rows(named), (), ("name", "value", "unit"), half_hours(page, counts), "calls"),
        Section("When and where work comes", busy, (), (), heat(page, hours)),
    ]


def _alarms(page: Page, pack: Pack) -> list[Section]:
    bars = [(" ".join(filter(None, (page.word("rule", row["rule"]), page.word("clock", row["clock"]),
                                    row["district"]))), float(row["count"]), False)
            for row in pack["alarm_sources"]]  # fmt: skip
    return [
        Section("Figures of the alarm system", pack["alarms"]),
        Section("Most frequent sources", pack["alarm_sources"], (), (),
                plainly(page, "Most frequent sources", bars)),
    ]  # fmt: skip


def _definitions(page: Page, pack: Pack) -> list[dict[str, str]]:
    tail = "_zh" if page.lang == "zh" else ""
    return [
        {
            "report": page.tell(TITLES.get(row["report"], row["report"])),
            "name": ", ".join(page.word("name", one) for one in row["name"].split(", ")),
        }
        | {name: row[name + tail] for name in ("formula", "left_out", "source")}
        for row in pack["definitions"]
    ]


def _frozen(page: Page, pack: Pack) -> list[dict[str, Any]]:
    """The versions and digests, one a line."""
    facts = {"zone": pack["period"]["zone"], "made_at": pack["made_at"], "journal_line": pack["journal"]["seq"],
             "journal_hash": pack["journal"]["hash"], **pack["frozen"]}  # fmt: skip
    return [{"name": name, "value": _text(page, value)} for name, value in facts.items()]


def _text(page: Page, value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{page.word('clock', name)} {one:g}" for name, one in value.items())
    return str(value)
