"""The doctor's questions about the outside channels: can they be meant, are their secrets kept, do they deliver."""

import os
import stat
from collections.abc import Iterator
from importlib.util import find_spec

from console.channels import Outside, outside_of
from console.diagnosis import DOUBTFUL, GOOD, WRONG, Finding
from console.sending import understood
from console.settings import Settings
from console.wiring import open_desk
from models.desk.desk import Desk
from models.errors import DeskError
from models.vocabulary import Audience
from models.wall import DAY, MINUTE, SystemClock, to_iso

LADDER = (Audience.SUPERVISOR, Audience.DUTY_MANAGER, Audience.LEADERS)
"""Whom the ladder and a major emergency reach outside the screens."""

WAITING_LONG = 10 * MINUTE


def examine_channels(settings: Settings) -> Iterator[Finding]:
    """Every question that can be asked; where no channel is named there is nothing to say but that."""
    if not settings.notify:
        yield Finding("channels", GOOD, "No outside channel is set up; alarms stand on the screens only.")
        return
    outside = outside_of(settings)
    yield from (Finding("channels", WRONG, fault.what, fault.remedy) for fault in outside.faults)
    yield from secrets(settings, outside)
    yield from addresses(outside)
    yield from audiences(outside)
    if outside.channels:
        yield from deliveries(settings, outside)


def secrets(settings: Settings, outside: Outside) -> Iterator[Finding]:
    """May others read the addresses that stand in the settings file?"""
    if settings.file is None or os.name != "posix" or not any(channel.written for channel in outside.channels):
        return
    mode = stat.S_IMODE(settings.file.stat().st_mode)
    if mode & 0o077:
        yield Finding("secrets", WRONG if mode & 0o007 else DOUBTFUL,
                      f"Others can read {settings.file} ({mode:04o}), which holds addresses of channels.",
                      f"Run: chmod 600 '{settings.file}', or keep them in a url_file.")  # fmt: skip
    else:
        yield Finding("secrets", GOOD, f"{settings.file} is its owner's alone ({mode:04o}).")


def addresses(outside: Outside) -> Iterator[Finding]:
    """Can apprise make a channel of each address?"""
    if find_spec("apprise") is None:
        yield Finding("apprise", WRONG, "apprise is not installed, so nothing is told outside.",
                      "Run: pip install apprise")  # fmt: skip
        return
    known = understood([channel.url for channel in outside.channels]) if outside.channels else []
    if known is None:
        yield Finding("apprise", WRONG, "apprise cannot be loaded.", "Run: pip install --force-reinstall apprise")
        return
    for channel, good in zip(outside.channels, known, strict=True):
        name = f"channel {channel.name}"
        if good:
            told = ", ".join([*(audience.value for audience in channel.audiences), *channel.leaders])
            yield Finding(name, GOOD, f"{channel.scheme}, from severity {channel.severity} on, to {told}.")
        else:
            yield Finding(name, WRONG, f"Its address ({channel.scheme}) is none that apprise understands here.",
                          "Compare it with the guide, and try: hotline notify test " + channel.name)  # fmt: skip


def audiences(outside: Outside) -> Iterator[Finding]:
    """Is there somebody whom the ladder cannot reach?"""
    told = {audience for channel in outside.channels for audience in channel.audiences}
    told |= {Audience.LEADERS for channel in outside.channels if channel.leaders}
    missing = [audience.value for audience in LADDER if audience not in told]
    if outside.channels and missing:
        yield Finding("audiences", DOUBTFUL, f"No channel reaches: {', '.join(missing)}.",
                      "Give a channel that audience, or be sure that they sit before a screen.")  # fmt: skip


def deliveries(settings: Settings, outside: Outside) -> Iterator[Finding]:
    """How the channels have been doing for a day, and whether somebody sends at all."""
    try:
        desk = open_desk(settings.db, SystemClock())
    except DeskError:
        return  # the question about the database has told it
    try:
        yield from _deliveries(desk, outside, SystemClock().now())
    except DeskError as error:
        yield Finding("deliveries", WRONG, error.what, error.remedy)
    finally:
        desk.store.close()


def _deliveries(desk: Desk, outside: Outside, now: int) -> Iterator[Finding]:
    outbox = desk.look.outbox()
    for one in outbox.conduct(now - DAY):
        last = f"the last at {to_iso(one.last_at)}: {one.last_said}"
        what = f"{one.tries} tries since yesterday, {one.failed} failed; {last}."
        grade = GOOD if one.last_ok and not one.failed else DOUBTFUL if one.last_ok else WRONG
        yield Finding(
            f"deliveries {one.channel}", grade, what, "" if grade == GOOD else "Look at: hotline notify list --all"
        )
    told = {audience for route in outside.routes for audience in route.audiences}
    since = outbox.oldest_waiting(told)
    if since is not None and now - since > WAITING_LONG:
        yield Finding("sender", WRONG, f"Something has been waiting to be told since {to_iso(since)}.",
                      "Start hotline scheduler with these settings, or a console.")  # fmt: skip
