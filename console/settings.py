"""What the person asked for: options come before the environment, that before the settings file, then defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.refusals import Misuse

LANGUAGES = ("zh", "en")
KNOWN = ("db", "lang", "operator", "theme")
"""What a settings file may say in one word each; the table ``[notify]`` stands beside them (`console.channels`)."""


@dataclass(slots=True)
class Asked:
    """The global options as they stand before the command, filled in when they are read; None where none was given."""

    db: str | None = None
    lang: str | None = None
    now: str | None = None
    operator: str | None = None
    json: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this run. `now` is the instant of ``--now`` in epoch ms, or None for the wall clock."""

    db: str
    lang: str
    operator: str | None = None
    theme: str | None = None
    now: int | None = None
    json: bool = False
    verbose: bool = False
    file: Path | None = None
    notify: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def path(self) -> Path:
        """The database as a path; an address with a scheme is refused by the store."""
        return Path(self.db)


def resolve(asked: Asked, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settle every question: option, then environment, then settings file, then default.

    Raises:
        Misuse: an unknown language, an unreadable instant, or a settings file that cannot be read.
    """
    from console.instants import read_instant

    file = settings_file(environ)
    written = read_file(file)
    lang = asked.lang or environ.get("HOTLINE_LANG") or written.get("lang") or spoken(environ)
    if lang not in LANGUAGES:
        raise Misuse("lang.unknown", f"There is no language '{lang}' here.", "Choose zh or en.", lang=lang)
    return Settings(
        db=asked.db or environ.get("HOTLINE_DB") or written.get("db") or str(default_database()),
        lang=lang,
        operator=asked.operator or environ.get("HOTLINE_OPERATOR") or written.get("operator"),
        theme=written.get("theme"),
        now=None if asked.now is None else read_instant(asked.now),
        json=asked.json,
        verbose=asked.verbose,
        file=file,
        notify=written.get("notify", {}),
    )


def language(asked: Asked, environ: Mapping[str, str] = os.environ) -> str:
    """The language to refuse in, also when the settings are what is wrong."""
    said = asked.lang or environ.get("HOTLINE_LANG") or spoken(environ)
    return said if said in LANGUAGES else "en"


def default_database() -> Path:
    """``hotline.db`` in the user's data folder."""
    import platformdirs

    return platformdirs.user_data_path("hotline", appauthor=False) / "hotline.db"


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """``HOTLINE_SETTINGS``, else ``settings.toml`` in the user's configuration folder."""
    import platformdirs

    named = environ.get("HOTLINE_SETTINGS")
    return Path(named) if named else platformdirs.user_config_path("hotline", appauthor=False) / "settings.toml"


def log_file() -> Path:
    """Where the details of an unexpected error are written."""
    import platformdirs

    return platformdirs.user_log_path("hotline", appauthor=False) / "hotline.log"


def read_file(path: Path) -> dict[str, Any]:
    """The settings file's words and its table ``notify``; an absent file says nothing."""
    import tomllib

    if not path.is_file():
        return {}
    try:
        written: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse("settings.unreadable", f"{path} is not a settings file that can be read ({error}).",
                     "Mend that line, or remove the file.", path=str(path)) from error  # fmt: skip
    for key, value in written.items():
        if isinstance(value, dict) if key == "notify" else key in KNOWN and isinstance(value, str):
            continue
        raise Misuse(  # without the value: it may be a secret in the wrong place
            "settings.unknown",
            f"What {path} says under '{key}' means nothing.",
            f"It may set {', '.join(KNOWN)}, each to a text in quotes, and the table [notify].",
            path=str(path),
            key=key,
            allowed=", ".join(KNOWN),
        )
    return written


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
