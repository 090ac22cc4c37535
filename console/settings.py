"""What the person asked for: options come before the environment, that before the settings file, then defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.refusals import Misuse

LANGUAGES = ("zh", "en")
COLORS = ("auto", "16", "256", "full")
TRUE = ("1", "yes", "true", "on")


@dataclass(slots=True)
class Asked:
    """The global options as they stand before the command, filled in when they are read; None where none was given."""

    db: str | None = None
    lang: str | None = None
    now: str | None = None
    operator: str | None = None
    json: bool = False
    verbose: bool = False
    slow_link: bool | None = None
    colors: str | None = None
    plots: bool | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this run.

    `now` is the instant of ``--now`` in epoch ms, or None for the wall clock; `colors` how many the terminal is to be
    given, ``auto`` as many as it says it has; `goals` the utility's own, in percent by the name of a clock;
    `stop_notice` how long before a planned stop people must have been told, 24 h if it is empty.
    """

    db: str
    lang: str
    operator: str | None = None
    theme: str | None = None
    now: int | None = None
    json: bool = False
    verbose: bool = False
    slow_link: bool = False
    colors: str = "auto"
    goals: Mapping[str, float] = field(default_factory=dict)
    file: Path | None = None
    notify: Mapping[str, Any] = field(default_factory=dict, repr=False)
    telephone: Mapping[str, Any] = field(default_factory=dict, repr=False)
    stop_notice: str = ""
    plots: bool | None = None

    @property
    def path(self) -> Path:
        """The database as a path; an address with a scheme is refused by the store."""
        return Path(self.db)


def resolve(asked: Asked, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settle every question: option, then environment, then settings file, then default.

    Raises:
        Misuse: an unknown language or number of colours, an unreadable instant, or a settings file that cannot be read.
    """
    from console.instants import read_instant
    from console.settings_file import read_file

    path = settings_file(environ)
    file = read_file(path)
    written = file.texts
    lang = asked.lang or environ.get("HOTLINE_LANG") or written.get("lang") or spoken(environ)
    if lang not in LANGUAGES:
        raise Misuse("lang.unknown", f"There is no language '{lang}' here.", "Choose zh or en.", lang=lang)
    colors = asked.colors or environ.get("HOTLINE_COLORS") or written.get("colors") or "auto"
    if colors not in COLORS:
        raise Misuse("colors.unknown", f"'{colors}' is no number of colours.", "Choose auto, 16, 256 or full.",
                     colors=colors)  # fmt: skip
    slow = asked.slow_link
    if slow is None and "HOTLINE_SLOW_LINK" in environ:
        slow = environ["HOTLINE_SLOW_LINK"].lower() in TRUE
    return Settings(
        db=asked.db or environ.get("HOTLINE_DB") or written.get("db") or str(default_database()),
        lang=lang,
        operator=asked.operator or environ.get("HOTLINE_OPERATOR") or written.get("operator"),
        theme=written.get("theme"),
        now=None if asked.now is None else read_instant(asked.now),
        json=asked.json,
        verbose=asked.verbose,
        slow_link=bool(file.slow_link if slow is None else slow),
        colors=colors,
        goals=file.goals,
        file=path,
        notify=file.notify,
        telephone=file.telephone,
        stop_notice=written.get("stop_notice", ""),
        plots=asked.plots,
    )


def language(asked: Asked, environ: Mapping[str, str] = os.environ) -> str:
    """The language to refuse in, also when the settings are what is wrong."""
    said = asked.lang or environ.get("HOTLINE_LANG") or spoken(environ)
    return said if said in LANGUAGES else "en"


def default_database() -> Path:
    """``hotline.db`` in the user's data folder."""
    import platformdirs

    return platformdirs.user_data_path("hotline", appauthor=False) / "hotline.db"


def spool_folder() -> Path:
    """Where a console keeps typed text that the database does not take: ``spool`` in the user's data folder."""
    return default_database().parent / "spool"


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """``HOTLINE_SETTINGS``, else ``settings.toml`` in the user's configuration folder."""
    import platformdirs

    named = environ.get("HOTLINE_SETTINGS")
    return Path(named) if named else platformdirs.user_config_path("hotline", appauthor=False) / "settings.toml"


def log_file() -> Path:
    """Where the details of an unexpected error are written."""
    import platformdirs

    return platformdirs.user_log_path("hotline", appauthor=False) / "hotline.log"


def spoken(environ: Mapping[str, str]) -> str:
    """The language of the locale: Chinese if it begins with ``zh``, else English."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def os_user(environ: Mapping[str, str] = os.environ) -> str:
    """The name of the account that runs this process."""
    if os.name == "posix":
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return f"uid{os.getuid()}"
    return environ.get("USERNAME", "operator")


def machine_zone(environ: Mapping[str, str] = os.environ, etc: Path = Path("/etc")) -> str:
    """The machine's time zone by its IANA name: ``TZ``, the link ``/etc/localtime``, ``/etc/timezone``, else UTC."""
    named = [environ.get("TZ", "").lstrip(":")]
    link = etc / "localtime"
    if link.is_symlink():
        named.append(os.fspath(link.resolve()).partition("zoneinfo/")[2].removeprefix("posix/"))
    if (etc / "timezone").is_file():
        named.append((etc / "timezone").read_text("utf-8", errors="replace").strip())
    return next((name for name in named if name and known_zone(name)), "UTC")


def known_zone(name: str) -> bool:
    """Is `name` a zone of the time zone data on this machine?"""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not there, a folder, or no name at all
        return False
    return True
