"""``hotline campaign``: the yearly inspections: planned into days, announced, made, told by telephone, and closed."""

from typing import Annotated, Any

import typer

app = typer.Typer()

COLUMNS = ("id", "name", "state", "from_day", "until_day", "planned", "done", "no_access", "cancelled", "open",
           "no_day", "untold")  # fmt: skip
VISITS = ("id", "day", "crew", "state", "district", "address", "caller", "phone", "tries", "flag", "announced_at",
          "number", "result", "note")  # fmt: skip
Id = Annotated[int, typer.Argument(metavar="ID")]
Name = Annotated[str, typer.Argument(metavar="NAME")]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="Its first day, like 2026-05-04.")]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="Its last day.")]
Districts = Annotated[str, typer.Option(help="Only these districts, set apart by commas.")]
Classes = Annotated[str, typer.Option("--class", help="Only these customer classes, set apart by commas.")]
Months = Annotated[int | None, typer.Option("--every-months", help="How often each place is due; else 12.")]
PerDay = Annotated[int | None, typer.Option(help="Visits that a crew makes in a day; else 40.")]
Crews = Annotated[str, typer.Option(help="The crews that go, set apart by commas.")]
Category = Annotated[str, typer.Option(metavar="CODE", help="Of the requests; else IN-ROUT.")]
Calendar = Annotated[str, typer.Option(metavar="CODE", help="Whose open days count; else office hours.")]
Early = Annotated[int | None, typer.Option("--early-days", help="So long before it is due; else 30.")]
Late = Annotated[int | None, typer.Option("--late-days", help="Flagged as late after; else 30.")]
Notice = Annotated[str, typer.Option(help="How long before people are told; else 48h.")]
Tries = Annotated[int | None, typer.Option("--max-tries", help="Visits without access at most; else 3.")]
Again = Annotated[int | None, typer.Option("--again-days", help="So long until the next try; else 7.")]
Form = Annotated[str | None, typer.Option("--format", metavar="csv|html", help="For a spreadsheet or a browser.")]
Reason = Annotated[str, typer.Option(help="Why.")]


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip())


def _given(**options: Any) -> dict[str, Any]:
    """What was said of a campaign, each in its type."""
    from console.instants import read_span

    given = {name: value for name, value in options.items() if value not in (None, "")}
    for name in {"districts", "klass", "crews"} & given.keys():
        given[name] = _several(given[name])
    if "notice" in given:
        given["notice_ms"] = read_span(given.pop("notice"))
    return given


def _line(row: Any) -> str:
    return f"{row.id}: {row.state.value}, {row.planned} planned, {row.done} done, {row.open} open"


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List the campaigns, those under way first."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.table(visit.look().campaigns().listed(visit.now), COLUMNS)


@app.command()
def show(ctx: typer.Context, campaign: Id) -> None:
    """Show one campaign with its counts."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        visit.page.record(visit.look().campaigns().one(campaign, visit.now))


@app.command()
def visits(
    ctx: typer.Context,
    campaign: Id,
    state: Annotated[str, typer.Option(help="Only these: open, done, no_access, cancelled.")] = "",
    day: Annotated[str, typer.Option(metavar="DAY", help="Only this day, like 2026-05-04.")] = "",
    district: Annotated[str, typer.Option(help="Only this district.")] = "",
    form: Form = None,
) -> None:
    """List the visits of a campaign in the order in which they are walked."""
    from console.reporting import show as report
    from console.wiring import Visit
    from models.desk.deed import word
    from models.vocabulary import VisitState

    with Visit(ctx.obj) as visit:
        look = visit.look().campaigns()
        look.one(campaign, visit.now)
        asked = word(VisitState, state, "state") if state else None
        rows = look.visits(campaign, state=asked, day=day or None, district=district)
        if form is None:
            visit.page.table(rows, VISITS)
        else:
            report(visit.page, "Visits", rows, form)


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    from_: From,
    until: Until,
    districts: Districts = "",
    classes: Classes = "",
    every_months: Months = None,
    per_day: PerDay = None,
    crews: Crews = "",
    category: Category = "",
    calendar: Calendar = "",
    early: Early = None,
    late: Late = None,
    notice: Notice = "",
    tries: Tries = None,
    again: Again = None,
) -> None:
    """Set up a campaign; it is planned next."""
    from console.wiring import Visit
    from models.rows import NewCampaign

    given = _given(districts=districts, klass=classes, every_months=every_months, per_day=per_day, crews=crews,
                   category=category, calendar=calendar, early_days=early, late_days=late, notice=notice,
                   max_tries=tries, again_days=again)  # fmt: skip
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.add(seat, NewCampaign(name, from_, until, **given))
        visit.page.record(row, _line(row))


@app.command("set")
def set_(
    ctx: typer.Context,
    campaign: Id,
    from_: From = "",
    until: Until = "",
    districts: Districts = "",
    classes: Classes = "",
    every_months: Months = None,
    per_day: PerDay = None,
    crews: Crews = "",
    category: Category = "",
    calendar: Calendar = "",
    early: Early = None,
    late: Late = None,
    notice: Notice = "",
    tries: Tries = None,
    again: Again = None,
) -> None:
    """Change a campaign; its days stay until it is planned again."""
    from console.wiring import Visit

    given = _given(from_day=from_, until_day=until, districts=districts, klass=classes, every_months=every_months,
                   per_day=per_day, crews=crews, category=category, calendar=calendar, early_days=early,
                   late_days=late, notice=notice, max_tries=tries, again_days=again)  # fmt: skip
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.change(seat, campaign, **given)
        visit.page.record(row, _line(row))


@app.command()
def plan(ctx: typer.Context, campaign: Id) -> None:
    """Give every place that is due a day and a crew; done again, what nobody knows of yet is planned anew."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        visit.page.record(desk.campaigns.plan(seat, campaign))


@app.command()
def run(ctx: typer.Context, campaign: Id) -> None:
    """From now on the engine makes each day's visits."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.start(seat, campaign)
        visit.page.record(row, _line(row))


@app.command()
def halt(ctx: typer.Context, campaign: Id, reason: Reason) -> None:
    """No further visit is made until it is run again."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.halt(seat, campaign, reason=reason)
        visit.page.record(row, _line(row))


@app.command()
def announce(
    ctx: typer.Context,
    campaign: Id,
    within: Annotated[str, typer.Option(metavar="SPAN", help="Visits within so long; else the notice.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Print once more whom was told of visits ahead.")] = False,
    form: Form = None,
) -> None:
    """Print whom to tell of the visits to come, with whole numbers; that they were told is put on record."""
    from console.instants import read_span
    from console.reporting import show as report
    from console.wiring import Visit
    from models.rows.campaigns import Letter

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        if again:
            rows = visit.look().campaigns().told(campaign)
        else:
            rows = desk.campaigns.announce(seat, campaign, within=read_span(within) if within else None)
        report(visit.page, "Announcements", [Letter.of(row) for row in rows], form)


@app.command()
def letters(ctx: typer.Context, campaign: Id, form: Form = None) -> None:
    """Print whom to write to since a visit saw nothing, the first, second or third letter; it is put on record."""
    from console.reporting import show as report
    from console.wiring import Visit
    from models.rows.campaigns import Letter

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        report(visit.page, "Letters", [Letter.of(row) for row in desk.campaigns.letters(seat, campaign)], form)


@app.command()
def move(
    ctx: typer.Context,
    visit_id: Annotated[int, typer.Argument(metavar="VISIT")],
    day: Annotated[str, typer.Option(metavar="DAY", help="The day that was agreed on.")],
) -> None:
    """A visit takes place on another day, as was agreed with those who live there."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.move(seat, visit_id, day=day)
        visit.page.record(row, f"{row.id}: {row.day}")


@app.command()
def drop(ctx: typer.Context, visit_id: Annotated[int, typer.Argument(metavar="VISIT")], reason: Reason) -> None:
    """A visit does not take place."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.drop(seat, visit_id, reason=reason)
        visit.page.record(row, f"{row.id}: {row.state.value}")


@app.command()
def day(ctx: typer.Context) -> None:
    """Make the visits whose day has come, as the engine does; done again, it makes none twice."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        made = desk.campaigns.day(seat)
        visit.page.record({"made": made}, f"{made} visits made")


@app.command()
def result(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    findings: Annotated[str, typer.Argument(metavar="[ITEMS]", help="What was not in order, like '3 5/1'.")] = "",
    result: Annotated[str, typer.Option(help="pass, grade_1, grade_2, grade_3, no_entry, refused.")] = "",
    crew: Annotated[str, typer.Option(metavar="CODE", help="Who was there; else the crew that is on it.")] = "",
    note: Annotated[str, typer.Option(help="A note.")] = "",
    rectify_by: Annotated[str, typer.Option(metavar="INSTANT", help="Until when it is to be put right.")] = "",
    still_on: Annotated[bool, typer.Option("--still-on", help="Grade 1, and the gas could not be turned off.")] = False,
    at: Annotated[str, typer.Option(metavar="INSTANT", help="When; else now.")] = "",
) -> None:
    """Record what a visit came to: the request is resolved, and what must follow is made in the same act."""
    from console.instants import read_instant
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        done = desk.inspecting.inspect(
            seat, number, result=result or None, findings=findings, crew=crew, note=note, stopped=not still_on,
            rectify_by=read_instant(rectify_by) if rectify_by else None, at=read_instant(at) if at else None,
        )  # fmt: skip
        visit.page.record(done, _told(done))


def _told(done: Any) -> str:
    after = [f"re-check {done.recheck}" if done.recheck else "", "use is forbidden" if done.stop_use else "",
             f"again on {done.next_day}" if done.next_day else "",
             f"{done.tries} without access" if done.tries and not done.next_day else ""]  # fmt: skip
    return ", ".join([f"{done.number}: {done.result.value}", *(one for one in after if one)])


@app.command("stopped")
def stopped_(ctx: typer.Context, inspection: Id, note: Annotated[str, typer.Option(help="Who said so.")] = "") -> None:
    """The gas is off where it must not burn; the alarm about it ends."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        visit.page.record({"inspection": desk.inspecting.stopped_use(seat, inspection, note=note)}, str(inspection))


@app.command()
def found(
    ctx: typer.Context,
    number: Annotated[str, typer.Option(help="By this request.")] = "",
    premise: Annotated[int | None, typer.Option(metavar="ID", help="At this premise.")] = None,
) -> None:
    """What inspectors found by a request or at a premise, the newest first."""
    from console.refusals import Misuse
    from console.wiring import Visit

    if not number and premise is None:
        raise Misuse("campaign.of_nothing", "Whose inspections?", "Give --number or --premise.")
    with Visit(ctx.obj) as visit:
        request = visit.look().detail(number).row.id if number else None
        rows = visit.look().campaigns().inspections(request_id=request, premise_id=premise)
        visit.page.table(rows, ("id", "at", "result", "crew", "number", "recheck", "stop_use_at", "note"))


@app.command()
def checklist(
    ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="[NAME]", help="household or commercial.")] = ""
) -> None:
    """The items that an inspector looks at, with their numbers and grades."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        lists = visit.reading().look.schemes().checklists(visit.now)
        rows = [
            {"checklist": known, "item": one.number, "code": one.code, "grade": one.grade, "zh": one.zh, "en": one.en}
            for known, items in lists.items() if name in ("", known) for one in items
        ]  # fmt: skip
        visit.page.table(rows)


@app.command()
def close(ctx: typer.Context, campaign: Id, reason: Reason = "") -> None:
    """A campaign is over: what was not made is cancelled, who was never met is without access."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        row = desk.campaigns.close(seat, campaign, reason=reason)
        visit.page.record(row, _line(row))
