"""The outside channels as the settings file names them: whom each tells, from which severity on, and at which address.

A channel that cannot be meant is left out and told as a fault; the others work. No sentence here quotes an address.
"""

import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from console.refusals import Misuse
from console.settings import LANGUAGES, Settings
from models.errors import DeskError
from models.outbox import Route
from models.vocabulary import Audience

SHOWN = ("district", "address", "category", "phone")
"""What a message may tell besides number, promise and due time."""

KNOWN = ("url", "url_file", "audience", "severity", "language", "show", "lines", "quiet")
LINES = 8
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
PHONE = "{phone}"
"""Where the address of a channel to callers takes the caller's number."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out. `show`: what a message may tell beside the number; `written`: the settings hold all the address."""

    name: str
    url: str = field(repr=False)
    audiences: tuple[Audience, ...]
    severity: int = 1
    language: str = "zh"
    show: tuple[str, ...] = ("district",)
    lines: int = LINES
    quiet: tuple[int, int] | None = None
    leaders: tuple[str, ...] = ()
    written: bool = True

    @property
    def scheme(self) -> str:
        """What kind of channel it is: the only part of an address that is never a secret."""
        return self.url.partition("://")[0].lower()

    @property
    def route(self) -> Route:
        """The channel as the rules see it."""
        return Route(self.name, frozenset(self.audiences), self.severity, self.quiet, frozenset(self.leaders))


@dataclass(frozen=True, slots=True)
class Outside:
    """Every channel that can be meant, and why others cannot."""

    channels: tuple[Channel, ...] = ()
    faults: tuple[DeskError, ...] = ()

    @property
    def routes(self) -> tuple[Route, ...]:
        """The channels as the rules see them."""
        return tuple(channel.route for channel in self.channels)

    def channel(self, name: str) -> Channel:
        """The channel of that name.

        Raises:
            Misuse: there is none, or it cannot be meant.
        """
        for channel in self.channels:
            if channel.name == name:
                return channel
        for fault in self.faults:
            if fault.facts.get("where") == f"notify.channels.{name}":
                raise fault
        known = ", ".join(channel.name for channel in self.channels)
        raise Misuse("notify.no_channel", f"There is no channel {name}.", f"There are: {known or 'none'}.", name=name,
                     allowed=known)  # fmt: skip


def outside_of(settings: Settings) -> Outside:
    """The channels that hold for this run."""
    if settings.file is None:
        return Outside()
    return read_outside(settings.notify, settings.file.parent, settings.lang)


def read_outside(
    table: Mapping[str, Any], folder: Path, language: str, environ: Mapping[str, str] = os.environ
) -> Outside:
    """The channels of the ``[notify]`` table of a settings file that lies in `folder`."""
    faults: list[DeskError] = []
    channels: list[Channel] = []
    for key in table.keys() - {"channels", "leaders"}:
        faults.append(_unknown("notify", key, ("channels", "leaders")))
    people = _table(table.get("leaders", {}), "notify.leaders", faults)
    named = _table(table.get("channels", {}), "notify.channels", faults)
    for name, given in named.items():
        leaders = tuple(sorted(login for login, channel in people.items() if channel == name))
        try:
            channels.append(_channel(name, given, leaders, _Place(folder, language, environ)))
        except Misuse as fault:
            faults.append(fault)
    for login, channel in people.items():
        if channel not in named:
            faults.append(
                Misuse("notify.leader", f"[notify.leaders] sends {login} to a channel that is not there.",
                       f"Name one of: {', '.join(named) or 'none yet'}.", name=str(login), allowed=", ".join(named))
            )  # fmt: skip
    return Outside(tuple(channels), tuple(faults))


@dataclass(frozen=True, slots=True)
class _Place:
    folder: Path
    language: str
    environ: Mapping[str, str]


def _table(given: Any, where: str, faults: list[DeskError]) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    faults.append(_unfit(where, "", "a table"))
    return {}


def _channel(name: str, given: Any, leaders: tuple[str, ...], place: _Place) -> Channel:
    where = f"notify.channels.{name}"
    if not isinstance(given, Mapping):
        raise _unfit(where, "", "a table")
    for key in given:
        if key not in KNOWN:
            raise _unknown(where, key, KNOWN)
    read = _Reader(where, given)
    url = _address(where, given, place)
    channel = Channel(
        name=name,
        url=url,
        audiences=tuple(Audience(word) for word in read.words("audience", [word.value for word in Audience], ())),
        severity=read.number("severity", 1, 3, 1),
        language=read.words("language", LANGUAGES, (place.language,))[0],
        show=read.words("show", SHOWN, ("district",)),
        lines=read.number("lines", 1, 50, LINES),
        quiet=read.hours("quiet"),
        leaders=leaders,
        written="url_file" not in given and not _VARIABLE.search(str(given.get("url"))),
    )
    if not channel.audiences and not leaders:
        raise _unfit(where, "audience", ", ".join(word.value for word in Audience))
    if (Audience.CALLER in channel.audiences) != (PHONE in url) or (PHONE in url and len(channel.audiences) > 1):
        raise Misuse("notify.phone", f"[{where}] mixes callers with others.",
                     f"A channel to callers has {PHONE} in its url and tells nobody else.", where=where)  # fmt: skip
    return channel


def _address(where: str, given: Mapping[str, Any], place: _Place) -> str:
    """The address from the settings, with ``${NAME}`` from the environment, or from a file of the owner's."""
    written, kept = given.get("url"), given.get("url_file")
    if (written is None) == (kept is None) or not isinstance(written if kept is None else kept, str):
        raise Misuse("notify.no_url", f"[{where}] needs one address.", "Give url or url_file, as a text in quotes.",
                     where=where)  # fmt: skip
    url = str(written) if kept is None else _kept(where, place.folder / Path(kept).expanduser())
    for variable in _VARIABLE.findall(url):
        if not place.environ.get(variable):
            raise Misuse("notify.no_variable", f"[{where}] takes {variable} from the environment, where it is not set.",
                         "Set it for the account that sends.", where=where, variable=variable)  # fmt: skip
    url = _filled(url.strip(), place.environ)
    if not re.match(r"[a-z0-9]+://", url, re.IGNORECASE):
        raise Misuse("notify.no_scheme", f"The address of [{where}] names no kind of channel.",
                     "Write it as in mailtos://user:password@smtp.example.com", where=where)  # fmt: skip
    return url


def _filled(url: str, environ: Mapping[str, str]) -> str:
    """An address that is one variable stands as it is; inside an address a secret is spelled so that its own signs
    cannot be taken for the address's."""
    whole = _VARIABLE.fullmatch(url)
    return environ[whole[1]].strip() if whole else _VARIABLE.sub(lambda one: quote(environ[one[1]], safe=""), url)


def _kept(where: str, path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if os.name == "posix" and mode & 0o077:
            raise Misuse("notify.open_file", f"Others can read {path} ({mode:04o}), which holds an address.",
                         f"Run: chmod 600 '{path}'", where=where, path=str(path))  # fmt: skip
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse("notify.no_file", f"[{where}] keeps its address in {path}, which cannot be read.",
                     "Write it into that file and make the file yours alone.", where=where,
                     path=str(path)) from error  # fmt: skip


class _Reader:
    """The values of one channel, each checked against what it may be."""

    def __init__(self, where: str, given: Mapping[str, Any]) -> None:
        self._where, self._given = where, given

    def words(self, key: str, allowed: Sequence[str], otherwise: tuple[str, ...]) -> tuple[str, ...]:
        """One word or a list of words from a closed list."""
        if key not in self._given:
            return otherwise
        value = self._given[key]
        found = value if isinstance(value, list) else [value]
        if any(word not in allowed for word in found) or (not found and key != "show"):
            raise _unfit(self._where, key, ", ".join(allowed))
        return tuple(dict.fromkeys(found))

    def number(self, key: str, least: int, most: int, otherwise: int) -> int:
        """A whole number between two others."""
        value = self._given.get(key, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _unfit(self._where, key, f"{least} .. {most}")
        return value

    def hours(self, key: str) -> tuple[int, int] | None:
        """Hours of the day such as ``22:00-06:30``, as minutes."""
        if key not in self._given:
            return None
        found = _HOURS.fullmatch(str(self._given[key]).strip())
        start, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3)) if found else (0, 0)
        if not found or start == end or max(start, end) > 24 * 60 or max(int(found[2]), int(found[4])) > 59:
            raise _unfit(self._where, key, "22:00-06:30")
        return start, end


def _unknown(where: str, key: str, allowed: Sequence[str]) -> Misuse:
    words = ", ".join(allowed)
    return Misuse("notify.unknown", f"[{where}] says {key}, which means nothing.", f"It may say: {words}.", where=where,
                  key=key, allowed=words)  # fmt: skip


def _unfit(where: str, key: str, allowed: str) -> Misuse:
    subject = f"{key} of [{where}]" if key else f"[{where}]"
    return Misuse("notify.unfit", f"The {subject} cannot be meant.", f"It may be: {allowed}.", where=where,
                  subject=subject, allowed=allowed)  # fmt: skip
