"""The pane of queues: counts by kind and district, where it burns, and the most urgent requests of one district."""

from collections.abc import Sequence

from models.rows import DistrictCount
from models.standing import judge
from models.vocabulary import QUEUES, Kind
from screens.format import cells, clean, h_mm, remaining
from screens.view import View
from screens.widgets.foretold import likely_lines
from screens.widgets.pane import Pane
from screens.widgets.queue_row import tone_of
from screens.widgets.sheet import BLANK, Line, Span

ALL = "*"
"""Stands for the whole city in the matrix."""


class QueuesPane(Pane):
    """District after district; the cursor's district shows its most urgent requests below."""

    TITLE = "monitor.queues"
    PART = "queues"
    head = 2
    _step = 10

    def keys(self, view: View) -> Sequence[tuple[str, str]]:
        return (("Enter", view.say("monitor.open")), ("z", view.say("key.zoom")))

    def figures(self, view: View) -> str:
        return view.say("monitor.by_district")

    @property
    def district(self) -> str | None:
        """The district under the cursor; None for the whole city."""
        if isinstance(self.ref, tuple) and self.ref[0] == "district" and self.ref[1] != ALL:
            return str(self.ref[1])
        return self.board.district if self.about is not None else None

    @property
    def about(self) -> int | None:
        return int(self.ref[1]) if isinstance(self.ref, tuple) and self.ref[0] == "request" else None

    def body(self, view: View, width: int) -> list[Line]:
        columns = self._columns(view, width)
        heads = [Span(at, view.word("kind_short", kind), "dim") for kind, at in columns.items()]
        oldest = view.say("monitor.oldest")
        lines = [Line((*heads, Span(-1 - cells(oldest), oldest, "dim")))]
        cellmap = {(count.district, count.kind): count for count in self.board.matrix}
        districts = list(dict.fromkeys(count.district for count in self.board.matrix))
        for district in districts:
            name = view.place(district, "") or view.say("monitor.no_district")
            counts = [cellmap.get((district, kind)) for kind in QUEUES]
            risk = [self.board.risk.get((district, kind), 0) for kind in QUEUES]
            lines.append(Line(self._cells(name, counts, columns, view, risk), ref=("district", district)))
        if len(districts) > 1:
            totals = [_total([c for c in self.board.matrix if c.kind is kind], kind) for kind in QUEUES]
            risk = [sum(n for (_, of), n in self.board.risk.items() if of == kind) for kind in QUEUES]
            lines.append(
                Line(
                    self._cells(view.say("monitor.total"), totals, columns, view, risk, bold=True),
                    "band",
                    ("district", ALL),
                )
            )
        if not districts:
            lines.append(Line((Span(3, view.say("monitor.calm"), "dim"),)))
        return [*lines, BLANK, *self._urgent(view, width)]

    def _columns(self, view: View, width: int) -> dict[Kind, int]:
        first = 11 if width >= 56 else 8
        self._step = (width - first - 7) // len(QUEUES)
        return {kind: first + number * self._step for number, kind in enumerate(QUEUES)}

    def _cells(
        self,
        name: str,
        counts: Sequence[DistrictCount | None],
        columns: dict[Kind, int],
        view: View,
        risk: Sequence[int],
        *,
        bold: bool = False,
    ) -> tuple[Span, ...]:
        spans = [Span(3, clean(name), "title", min(columns.values()) - 4)]
        oldest = [count.oldest for count in counts if count is not None and count.oldest is not None]
        for count, at, likely in zip(counts, columns.values(), risk, strict=True):
            if count is None or not count.open:
                spans.append(Span(at + 2, "-", "dim"))
                continue
            spans.append(Span(at, str(count.open), "title" if bold else "text", 3, right=True))
            here, end = at + 4, at + self._step
            for sign, figure, tone in (
                ("!!!", count.life, "block"),
                ("!!", count.late + count.soon, "red"),
                ("!", count.due, "amber"),
                ("?", likely, "amber"),
            ):
                if figure and here + cells(f"{sign}{figure}") <= end:
                    spans.append(Span(here, f"{sign}{figure}", tone))
                    here += cells(f"{sign}{figure}") + 1
        if oldest:
            age = h_mm(view.now - min(oldest))
            spans.append(Span(-1 - cells(age), age, "title" if bold else "text"))
        return tuple(spans)

    def _urgent(self, view: View, width: int) -> list[Line]:
        rows = self.board.urgent
        if not rows:
            return []
        nowhere = view.say("monitor.city" if self.board.district is None else "monitor.no_district")
        name = view.place(self.board.district or "", "") or nowhere
        lines = [Line((Span(3, view.say("monitor.most_urgent", district=clean(name)), "dim"),))]
        for row in rows:
            judged = judge(row, view.now)
            tone = "dim" if judged.paused else tone_of(judged.severity, judged.word)
            sign = "||" if judged.paused else "!" * judged.severity
            left = remaining(judged.remaining) if judged.remaining is not None else ""
            ground = "block" if judged.severity >= 3 else ""
            state = view.word("board", row.board) + (f" {'+'.join(row.crews)}" if row.crews else "")
            place = clean(row.address)
            at_state = width - 1 - max(10, cells(state))
            category = min(20, (width - 50) // 3 + 6) if width >= 70 else 0
            spans = [
                Span(3, sign, tone, 4, ground=ground),
                Span(7, left, tone, 10, ground=ground),
                Span(18, clean(row.number), "text", 8),
                Span(27 + category, place, "text", max(1, at_state - 28 - category)),
                Span(at_state, clean(state), "title" if not row.crews else "text"),
            ]
            if category:
                spans.append(Span(27, clean(view.named(row.category_zh, row.category_en)), "text", category - 1))
            lines.append(Line(tuple(spans), ref=("request", row.id)))
            lines += likely_lines(self.board.foretold.get(row.id, ()), view, 18, width)
        return lines


def _total(counts: Sequence[DistrictCount], kind: Kind) -> DistrictCount:
    oldest = [count.oldest for count in counts if count.oldest is not None]
    names = ("open", "life", "late", "soon", "due")
    figures = {name: sum(getattr(count, name) for count in counts) for name in names}
    return DistrictCount("", kind, **figures, oldest=min(oldest, default=None))
