"""A campaign over 20,000 premises: planned into days, and a day's visits made, beside bare SQLite writing the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert

from bench import cities
from bench.desk import opened
from bench.exchange import blank
from bench.figures import Figure, cpu_ms, median
from bench.replay import Raw, recorded
from models.desk.desk import Desk
from models.rows import NewCampaign
from models.tables import Customer, District, Inspection, Premise
from models.vocabulary import Role
from models.wall import DAY, HandClock

PREMISES, PER_DAY, ROUNDS = 20_000, 100, 3
SECONDS = 5
"""CPU seconds in which such a campaign is planned."""


def figures() -> Iterator[Figure]:
    """Planning in CPU seconds and beside the same writes; a day's visits beside theirs."""
    planning, days, raw_plans, raw_days = [], [], [], []
    for number in range(ROUNDS):
        desk, wall = opened(city(f"campaign-{number}.db"))
        planned, plan_writes = measured(lambda desk=desk: planned_whole(desk))
        planning.append(planned)
        seat = desk.look.seat_by_login("bench")
        desk.campaigns.start(seat, 1)
        wall.advance(days=7)
        made, day_writes = measured(lambda desk=desk: desk.alarms.resume_due())
        days.append(made)
        desk.store.close()
        raw = Raw(city(f"campaign-raw-{number}.db"))
        raw_plans.append(cpu_ms(lambda raw=raw, some=plan_writes: raw.play(some)))
        raw_days.append(cpu_ms(lambda raw=raw, some=day_writes: raw.play(some)))
        raw.close()
    yield Figure("campaign of 20,000 premises, planned", median(planning) / 1000, None, SECONDS, "s CPU", "ours")
    yield Figure("campaign, planned, beside the same writes", median(planning), median(raw_plans), 12, "ms")
    yield Figure("campaign, visits of the first days made", median(days), median(raw_days), 20, "ms")


def measured(work: Callable[[], object]) -> tuple[float, list[object]]:
    """CPU ms of `work`, and the statements with which it wrote."""
    with recorded() as heard:
        spent = cpu_ms(work)
    return spent, [one for one in heard if one.writes]


def planned_whole(desk: Desk) -> None:
    """Plan it, and see that all of it is there."""
    seat = desk.look.seat_by_login("bench")
    done = desk.campaigns.plan(seat, 1)
    if done.planned != PREMISES or done.no_day:
        raise AssertionError(f"{done.planned} of {PREMISES} were planned, {done.no_day} without a day")


def city(name: str) -> Path:
    """A city of 20,000 homes in ten districts, seen last year over many months, with its campaign set up."""
    path = blank(name)
    desk, _ = opened(path)
    with desk.store.write() as connection:
        connection.execute(insert(District), [{"name": f"D{n}", "name_en": f"D{n}"} for n in range(10)])
        connection.execute(insert(Premise), [
            {"id": n, "district": f"D{n % 10}", "building": f"B{n // 40}", "address": f"street {n}"}
            for n in range(1, PREMISES + 1)
        ])  # fmt: skip
        connection.execute(insert(Customer), [
            {"id": n, "name": f"n{n}", "phone": f"1{n:010}", "premise_id": n} for n in range(1, PREMISES + 1)
        ])  # fmt: skip
        connection.execute(insert(Inspection), [
            {"premise_id": n, "at": cities.START - (330 + n % 60) * DAY, "result": "pass"}
            for n in range(1, PREMISES + 1, 2)
        ])  # fmt: skip
    seat = desk.look.seat_by_login("bench")
    assert seat is not None
    assert seat.may(Role.SUPERVISOR)
    first = desk.look.campaigns().today(HandClock(cities.START).now())
    desk.campaigns.add(
        seat, NewCampaign("year", first, f"{int(first[:4]) + 1}{first[4:]}", per_day=PER_DAY, calendar="24x7")
    )
    desk.store.close()
    return path
