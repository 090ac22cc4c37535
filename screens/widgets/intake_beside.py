"""The band over the intake form, and what the form found out beside it."""

from dataclasses import replace

from screens.format import cells, clean, minutes_seconds
from screens.host import host_of, view_of
from screens.intake_facts import Known
from screens.widgets.intake_lines import beside_lines
from screens.widgets.sheet import Line, Sheet, Span


class FormBand(Sheet, can_focus=False):
    """How long the call lasts, when it was answered, and whether the draft is kept."""

    received = 0
    kept_at: int | None = None
    unkept = False
    waiting = 0
    busy = False
    trouble = ""
    sent = ""
    """The number of the request that this call has become while it still goes on."""

    def show(self, received: int, kept_at: int | None, unkept: bool, waiting: int, busy: bool) -> None:
        """Show this."""
        self.received, self.kept_at, self.unkept, self.waiting, self.busy = received, kept_at, unkept, waiting, busy
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        if self.trouble:
            self.write([Line((Span(1, clean(self.trouble), "block"),), "block")])
            return
        title = view.say("intake.title")
        lasts = view.say("intake.call", time=minutes_seconds(max(0, view.now - self.received)))
        opened = host_of(self).desk is not None
        answered = view.say("intake.answered", at=view.clock(self.received)) if opened else view.say("line.opening")
        at = 3 + cells(title)
        spans = [Span(1, title, "title"), Span(at, lasts), Span(at + cells(lasts) + 2, answered, "dim")]
        if self.busy:
            kept, tone = view.say("intake.saving"), "text"
        elif self.sent and self.unkept:
            kept, tone = view.say("triage.band_behind", number=self.sent), "text"
        elif self.sent:
            kept, tone = view.say("triage.band_sent", number=self.sent), "green"
        elif self.unkept:
            kept, tone = view.say("intake.not_kept"), "dim"
        elif self.kept_at is not None:
            kept, tone = view.say("intake.kept", at=view.clock(self.kept_at)), "green"
        else:
            kept, tone = view.say("intake.drafts_wait", n=self.waiting) if self.waiting else "", "amber"
        spans.append(Span(-1 - cells(kept), kept, tone))
        self.write([Line(tuple(spans), "focus")])


class Beside(Sheet, can_focus=False):
    """Missing, clocks, the same matter, what is known; `tight` says it in a few lines."""

    known = Known()
    trouble = ""
    tight = False

    def show(self, known: Known, trouble: str) -> None:
        """Show this."""
        self.known, self.trouble = known, trouble
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        known = replace(self.known, inside=host_of(self).glance.presence)
        self.write(beside_lines(known, view, self.size.width or 40, self.trouble, tight=self.tight))
