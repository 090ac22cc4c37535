"""The engine's pulse inside one process: each verb gets its turn, errors are told, no clock put back stops it."""

import threading
from types import SimpleNamespace

import pytest

from console import scheduler
from console.scheduler import Complaints, Engine
from models.errors import StoreError
from models.wall import HOUR, HandClock


class Alarms:
    """Counts the turns; each verb may be made to fail."""

    def __init__(self) -> None:
        self.turns: list[str] = []
        self.failing: dict[str, Exception] = {}
        self.stepped: list[int] = []

    def _turn(self, name: str) -> None:
        self.turns.append(name)
        if name in self.failing:
            raise self.failing[name]

    def resume_due(self) -> None:
        self._turn("resume_due")

    def sweep(self) -> None:
        self._turn("sweep")

    def close_due(self) -> None:
        self._turn("close_due")

    def wall_stepped(self, by: int) -> None:
        self.stepped.append(by)


@pytest.fixture
def alarms():
    return Alarms()


def test_each_round_resumes_sweeps_and_closes_in_that_order(alarms, eventually):
    told = []
    engine = Engine(SimpleNamespace(alarms=alarms), told.append)
    engine.start()
    eventually(lambda: len(alarms.turns) >= 6)
    engine.stop()
    assert alarms.turns[:6] == ["resume_due", "sweep", "close_due"] * 2
    assert told == []
    after = len(alarms.turns)
    engine.stop()
    assert len(alarms.turns) == after


def test_a_verb_that_fails_is_told_and_keeps_no_other_from_its_turn(alarms, eventually):
    alarms.failing["resume_due"] = StoreError("store.full", "The disk is full.", "Free some space.")
    told = []
    engine = Engine(SimpleNamespace(alarms=alarms), told.append)
    engine.start()
    eventually(lambda: len(told) >= 2)
    engine.stop()
    assert {type(error) for error in told} == {StoreError}
    assert alarms.turns[:6] == ["resume_due", "sweep", "close_due"] * 2


def test_a_wall_clock_put_back_an_hour_does_not_stop_the_engine_for_an_hour(alarms, eventually):
    machine = HandClock()
    engine = Engine(SimpleNamespace(alarms=alarms), pytest.fail, machine=machine, steady=lambda: 0)
    engine.start()
    eventually(lambda: len(alarms.turns) >= 3)
    engine.postpone(HOUR)
    before = len(alarms.turns)
    machine.advance(hours=-1)
    eventually(lambda: len(alarms.turns) >= before + 6)
    engine.stop()


def test_a_wall_clock_put_forward_is_told_once_by_how_much(alarms, eventually):
    machine = HandClock()
    engine = Engine(SimpleNamespace(alarms=alarms), pytest.fail, machine=machine, steady=lambda: 0)
    engine.start()
    eventually(lambda: len(alarms.turns) >= 3)
    machine.advance(hours=1)
    eventually(lambda: alarms.stepped)
    before = len(alarms.turns)
    eventually(lambda: len(alarms.turns) >= before + 6)
    engine.stop()
    assert alarms.stepped == [HOUR]


def test_the_same_trouble_is_said_once_until_another_comes():
    said = []
    complain = Complaints(said.append)
    for error in (OSError("a"), OSError("a"), StoreError("x", "Full.", "Free."), OSError("a")):
        complain(error)
    assert [line.rpartition(": ")[2] for line in said] == ["a", "Full. Free.", "a"]


def test_a_look_at_the_indicators_that_takes_long_keeps_no_round_waiting(alarms, eventually, monkeypatch):
    monkeypatch.setattr(scheduler, "LOOK_FIRST_MS", 0)
    begun, on = threading.Event(), threading.Event()

    class Goals:
        """A look that goes on until it is let go."""

        def look_due(self):
            begun.set()
            assert on.wait(60)

    engine = Engine(SimpleNamespace(alarms=alarms, goals=Goals()), pytest.fail)
    engine.start()
    try:
        assert begun.wait(30)
        before = len(alarms.turns)
        eventually(lambda: len(alarms.turns) >= before + 6)
    finally:
        on.set()
        engine.stop()
