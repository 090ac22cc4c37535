"""A model of the alarm table walked at random: whatever follows what, the promises of the table hold."""

from dataclasses import replace

import pytest

from bench.alarm_walk import walk_table
from models import alarming
from models.vocabulary import AlarmState


@pytest.mark.parametrize("seed", range(4))
def test_what_the_table_promises_holds_whatever_follows_what(seed):
    assert walk_table(5_000, seed) == []


FAULTS = {
    "a shelf that never ends": ("shelved", lambda real: lambda a, until, at: replace(real(a, until, at), wake_at=None)),
    "an acknowledgement that revives": (
        "acknowledged", lambda real: lambda a, at: replace(real(a, at), state=AlarmState.ACKNOWLEDGED)
    ),
    "a time-out that counts no step": (
        "woken", lambda real: lambda a, at: replace(real(a, at), step=a.step)
    ),
    "a clearing that is not noticed": ("cleared", lambda real: lambda a, at: a),
    "a suppression that stays": ("hidden", lambda real: lambda a, mask, at: real(a, mask or a.state, at)),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_put_into_the_table_is_found_by_the_walk(monkeypatch, fault):
    name, spoil = FAULTS[fault]
    monkeypatch.setattr(alarming, name, spoil(getattr(alarming, name)))
    assert walk_table(5_000, 1) != []
