"""Long random histories of all verbs in several zones: stored equals computed after every event; neutral is neutral."""

import random

import pytest

from bench import histories
from models import journal

VERBS = 200

WALKED = ("America/Havana", "Asia/Shanghai")
"""Daylight saving at midnight, and none at all; `make soak` walks in every zone."""


@pytest.mark.slow
@pytest.mark.parametrize(("zone", "seed"), [(zone, seed) for seed, zone in enumerate(WALKED, 11)])
def test_after_every_event_of_a_long_history_the_stored_clocks_equal_the_function(tmp_path, zone, seed):
    history = histories.begin(tmp_path / "desk.db", zone, seed)
    while history.done.total() < VERBS:
        history.step()
        assert history.differing() == []
    assert history.desk.upkeep.check().faults == ()
    assert history.desk.upkeep.rebuild(check=True).differing == 0
    with history.desk.store.read() as connection:
        assert journal.verify(connection) is None
        for which in history.status:
            assert histories.not_neutral(connection, which, random.Random(seed)) == []
    assert len(history.done) >= 20, history.done
    history.desk.store.close()
