"""The command line: global options, the commands by subject, and how every end of the program is told."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer

from console import __version__
from console.commands import consoles, doctor, engine
from console.refusals import Misuse
from console.settings import Asked, language, log_file
from models.errors import DeskError

DONE, REFUSED, MISUSED = 0, 1, 2

SUBJECTS = {
    "db": ("database.app", "The database: init, info, check, upgrade, backup, restore."),
    "sample": ("sample.app", "The sample database: build."),
    "request": ("requests.app", "Requests: add, list, show, act."),
    "callback": (
        "callbacks.app",
        "Calls: promised (list, add, keep, move), and after the work (due, record, try, reviews).",
    ),
    "import": ("exchange.importing", "Take in history: requests, calls, dispatch, customers, inspections."),
    "export": ("exchange.exporting", "Give out: requests."),
    "sla": ("promises.app", "Clocks: compute, explain, sweep, rebuild."),
    "alarm": ("alarms.app", "Alarms: list, ack, shelve, rules out of service, incidents, majors."),
    "incident": ("incidents.app", "Incidents: list, show who rang, gather, call everybody back."),
    "plan": ("plans.app", "Emergency plans: list, show, status, set, import, export, approve, retire."),
    "stop": ("stops.app", "Planned stops: list, add, set, notify, restore, cancel, import, export."),
    "campaign": ("campaigns.app", "Inspections: add, plan, run, announce, visits, result, letters, close."),
    "crew": ("admin.crew", "Crews: list, add, set, retire, export, import."),
    "operator": ("admin.operator", "Operators: list, add, set, retire, export, import."),
    "category": ("admin.category", "Categories: list, add, set, retire, export, import."),
    "card": ("cards.app", "Triage cards: list, show, export, import, approve."),
    "district": ("admin.district", "Districts: list, add, set, retire, export, import."),
    "customer": ("customers.customer", "Customers: find, show, list, add, set, retire, settle, export, numbering."),
    "premise": ("customers.premise", "Premises: show, list, add, set, retire, warn, unwarn."),
    "policy": ("policies.policy", "How long each promise is: list, add, set, retire, test, recompute."),
    "contract": ("policies.contract", "What customers were promised of their own: list, add, set, retire."),
    "calendar": ("calendars.app", "Working calendars: list, show, set, import, export, retire, days."),
    "knowledge": ("knowledge.knowledge", "Knowledge: import, list, search, show, approve, retire, export."),
    "wish": ("knowledge.wish", "Wishes and suggestions: list."),
    "feedback": ("knowledge.feedback", "Feedback: add, list."),
    "call": ("calls.app", "Calls: list, show, answer, end, back; push, listen and asterisk for a telephone system."),
    "lines": ("calls.lines", "What is said on the line: show, set, place."),
    "report": ("reports.app", "Reports, as a table, CSV or JSON; each says what it counts."),
    "goal": ("goals.app", "What indicators must keep to: set, list, remove, check, history."),
    "tree": ("schemes.tree", "The service tree of satisfaction: show, export, import, check."),
    "checklist": ("schemes.checklist", "What inspectors look at: show, export, import, check."),
    "handover": ("handovers.app", "The shift's hand-over: show, note, give, read, take, withdraw, list, print."),
    "print": ("paper.app", "Paper for the day without a computer: board, blanks, cards, enter, void."),
    "notify": ("notify.app", "Outside channels: channels, test, list."),
}
"""The commands by subject: where they lie under `console.commands`, and what the help says of them."""


def door(words: Sequence[str]) -> typer.Typer:
    """The whole command line, in which only the subjects that `words` name are furnished: help answers at once."""
    app = typer.Typer(
        name="hotline",
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(hotline)
    for single in (consoles, engine, doctor):
        single.add_to(app)
    for name, (place, says) in SUBJECTS.items():
        room = typer.Typer()
        if name in words:
            module, _, attribute = place.partition(".")
            room = getattr(import_module(f"console.commands.{module}"), attribute)
        app.add_typer(room, name=name, help=says, callback=_enter, no_args_is_help=True)
    return app


def _enter() -> None:
    """A subject by itself does nothing; it has its commands."""


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"hotline {__version__}\n")
        raise typer.Exit


def hotline(
    ctx: typer.Context,
    db: Annotated[str | None, typer.Option(metavar="PATH", help="The database file (HOTLINE_DB).")] = None,
    lang: Annotated[str | None, typer.Option(metavar="zh|en", help="The language (HOTLINE_LANG).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON; also accepted after every command.")] = False,
    now: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Judge at this instant, such as 2026-11-23T09:30:00+08:00.")
    ] = None,
    operator: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who acts (HOTLINE_OPERATOR; else the account's name).")
    ] = None,
    slow_link: Annotated[
        bool | None, typer.Option("--slow-link", help="Screens that send little: for a slow line (HOTLINE_SLOW_LINK).")
    ] = None,
    colors: Annotated[
        str | None, typer.Option(metavar="auto|16|256|full", help="Colours of the terminal (HOTLINE_COLORS).")
    ] = None,
    plots: Annotated[
        bool | None,
        typer.Option("--plot/--no-plot", help="Small plots below a report (else in a terminal); also after it."),
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more when something goes wrong.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Hotline: the desk of a utility's hotline. Without a command it opens the operator's console."""
    asked: Asked = ctx.obj
    asked.db, asked.lang, asked.now, asked.operator = db, lang, now, operator
    asked.json, asked.verbose = as_json, verbose
    asked.slow_link, asked.colors, asked.plots = slow_link, colors, plots
    if ctx.invoked_subcommand is None:
        consoles.open_console(asked, "operator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 refused or falls short, 2 misused."""
    asked = Asked()
    sys.excepthook = partial(_confess, asked)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = _spoken(words, asked)
    try:
        _refuse_bytes(words)
        command = typer.main.get_command(door(words))
        if lang == "zh":
            from console.chinese import speak

            speak(command)
        code = command.main(forward_plots(forward_json(words)), prog_name="hotline", standalone_mode=False, obj=asked)
        sys.stdout.flush()
    except Misuse as error:
        return _refuse(*sentences(error, language(asked)), code=MISUSED)
    except DeskError as error:
        return _refuse(*sentences(error, language(asked)), code=REFUSED)
    except typer.TyperException as error:
        said = error.format_message()
        if said.startswith(("Usage:", "用法:")):  # a subject without its command: the help is the answer
            return _refuse(*said.splitlines(), code=MISUSED)
        return _refuse(_in(lang, said.replace("\n\t", " ")), _in(lang, _try_help(error)), code=MISUSED)
    except (typer.Abort, KeyboardInterrupt):
        return _refuse(_in(lang, "Stopped."), code=REFUSED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        remedy = "Look at its path, or name another file." if isinstance(error, FileNotFoundError) else ""
        said = f"{error.filename or 'The system'}: {error.strerror or error}."
        return _refuse(said, _in(lang, remedy), code=REFUSED)
    return code if code in (DONE, REFUSED, MISUSED) else DONE if code is None else REFUSED


def _spoken(words: Sequence[str], asked: Asked) -> str:
    """The language of help and complaints: what the words say themselves, for nothing has read them yet."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--lang":
            asked.lang = value if equals else next(iter(words[place + 1 :]), None)
            break
        if word == "--":
            break
    return language(asked)


def _in(lang: str, complaint: str) -> str:
    if lang != "zh":
        return complaint
    from console.chinese import complaint as in_chinese

    return in_chinese(complaint)


def forward_json(words: Sequence[str]) -> list[str]:
    """The words with every ``--json`` moved to the front, where the global options stand."""
    own = words.index("--") if "--" in words else len(words)
    rest = [word for word in words[:own] if word != "--json"]
    return ["--json"] * (len(rest) < own) + rest + list(words[own:])


def forward_plots(words: Sequence[str]) -> list[str]:
    """The same with ``--plot`` and ``--no-plot`` of a report."""
    own = words.index("--") if "--" in words else len(words)
    if "report" not in words[:own]:
        return list(words)
    asked = [word for word in words[:own] if word in ("--plot", "--no-plot")]
    rest = [word for word in words[:own] if word not in asked]
    return asked + rest + list(words[own:])


def sentences(error: DeskError, lang: str) -> tuple[str, ...]:
    """What happened and what to do about it, in the person's language as far as its catalogue has the words."""
    if lang == "en":
        return error.what, error.remedy
    from screens.wording import Wording

    return (Wording(lang).error(error),)


def _refuse(*said: str, code: int) -> int:
    from console.render import say

    for line in filter(None, said):
        say(line)
    return code


def _try_help(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"Look at: {context.command_path if context else 'hotline'} --help"


def _refuse_bytes(words: Sequence[str]) -> None:
    for word in words:
        if not word.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in word):
            raise Misuse("words.not_utf8", f"{word!a} is not text in UTF-8.", "Write it in UTF-8.", text=ascii(word))


def _confess(asked: Asked, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last word on an error nobody expected: a sentence, and the details in a file."""
    import traceback

    from console.render import say

    details = "".join(traceback.format_exception(kind, error, trace))
    say(f"Hotline met an error of its own ({kind.__name__}: {str(error)[:300]}).")
    try:
        say(f"The details are in {_write_down(details)}; please report it with them.")
    except OSError:
        say("Run it again with -v to see the details.")
    if asked.verbose:
        sys.stderr.write(details)


def _write_down(details: str) -> Path:
    from models.wall import SystemClock, to_iso

    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{to_iso(SystemClock().now())} {details}\n")
    return path
