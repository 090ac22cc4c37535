"""Every key and every word on one page, made from the key table."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from screens import keys
from screens.format import cells
from screens.grammar import form_of
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Sheet, Span

ACTS = tuple(key.id for key in keys.KEYS if key.act)
MOVING = ("up", "down", "page_up", "page_down", "home", "end", "pane")
GENERAL = ("help", "palette", "mode", "language", "theme", "quit")
ALARMS = ("ack_strip", "alarms")


ROOMY = 100
"""From this width on what follows a word stands behind it."""


def groups() -> list[tuple[str, list[str]]]:
    """The table's keys by where a person looks for them; none is left out."""
    special = {*ACTS, *MOVING, *GENERAL, *ALARMS}
    rest = [key for key in keys.KEYS if key.id not in special]
    places = (keys.ALARMS, keys.MONITOR, keys.FORM, keys.CARD, keys.KNOWLEDGE, keys.EDIT, keys.STOPS, keys.WAVE,
              keys.HANDOVER, keys.CAMPAIGNS, keys.CREWS, keys.PLAN, keys.WALL)  # fmt: skip
    only = {place: [key.id for key in rest if key.contexts == (place,)] for place in places}
    queue = [key.id for key in rest if key.id not in {one for ids in only.values() for one in ids}]
    found = [
        ("help.queue", queue),
        ("help.acts", list(ACTS)),
        ("help.alarms", [*ALARMS, *only[keys.ALARMS]]),
        ("help.monitor", only[keys.MONITOR]),
        ("help.form", only[keys.FORM]),
        ("help.card", only[keys.CARD]),
        ("help.knowledge", only[keys.KNOWLEDGE]),
        ("help.edit", only[keys.EDIT]),
        ("help.stops", only[keys.STOPS]),
        ("help.wave", only[keys.WAVE]),
        ("help.handover", only[keys.HANDOVER]),
        ("help.campaigns", only[keys.CAMPAIGNS]),
        ("help.crews", only[keys.CREWS]),
        ("help.plan", only[keys.PLAN]),
        ("help.wall", only[keys.WALL]),
        ("help.moving", list(MOVING)),
        ("help.general", list(GENERAL)),
    ]
    return [group for group in found if group[1]]


def help_lines(view: View, width: int) -> list[Line]:
    """The whole table in groups: keys, what they do, the word after the colon."""
    say, lang = view.wording, view.wording.lang
    shown = {key.id: " ".join(map(keys.key_name, key.keys)) for key in keys.KEYS}
    at_word = max(40, min(width - 22, 78))
    lines: list[Line] = []
    for title, ids in groups():
        right = Span(at_word, say("help.words"), "dim")
        lines += [BLANK] if lines else []
        lines.append(Line((Span(1, say(title), "title"), right), "band"))
        for id in ids:
            row = keys.key(id)
            words = row.zh if lang == "zh" else row.en
            spans = [Span(2, shown[id], "key", 14), Span(17, say(f"key_help.{id}"), "text", at_word - 18)]
            if words:
                follows = form_of(row, say) if width >= ROOMY else ""
                spans.append(Span(at_word, f":{words[0]} {follows}".strip(), "dim"))
            lines.append(Line(tuple(spans)))
    footer = say("help.footer")
    return [*lines, BLANK, Line((Span(2, footer, "dim", cells(footer)),))]


class HelpSheet(Sheet):
    """The page."""

    def __init__(self, view: View) -> None:
        super().__init__(id="help-sheet")
        self.view = view

    def compose_lines(self) -> None:
        self.write(help_lines(self.view, self.size.width or 80))


class HelpScreen(ModalScreen[None]):
    """Help over whatever is open; Escape, ? and F1 close it."""

    CSS_PATH = "styles/help.tcss"
    BINDINGS = [
        Binding("escape,question_mark,f1,q,fullwidth_question_mark", "dismiss", show=False, priority=True),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("pageup", "leaf(-1)", show=False),
        Binding("pagedown,space", "leaf(1)", show=False),
        Binding("home", "leaf(-99)", show=False),
        Binding("end", "leaf(99)", show=False),
    ]

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield HelpHead(self.view)
            self.sheet = HelpSheet(self.view)
            yield self.sheet

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.sheet.scroll_lines(by)

    def action_leaf(self, by: int) -> None:
        """Scroll by pages."""
        self.sheet.scroll_lines(by * self.sheet.page)


class HelpHead(Sheet, can_focus=False):
    """Its band."""

    def __init__(self, view: View) -> None:
        super().__init__(id="help-head")
        self.view = view

    def compose_lines(self) -> None:
        close = self.view.say("help.close")
        self.write(
            [Line((Span(1, self.view.say("help.title"), "title"), Span(-1 - cells(close), close, "dim")), "focus")]
        )
