"""What a card has brought about a request, as lines of its detail: answers, and texts read with their version."""

from models.rows import RequestDetail
from screens.format import cells, clean, cut, wrap
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span


def triage_lines(detail: RequestDetail, view: View, width: int) -> list[Line]:
    """A section of the detail; nothing where no card was used."""
    triage = detail.triage
    if triage is None:
        return []
    title = view.say("triage.section")
    used = [(one.card, one.version) for one in triage.answers] + [(one.card, one.version) for one in triage.texts]
    versions = dict.fromkeys(f"{card} v{version}" for card, version in used)
    right = ", ".join(versions)
    lines = [Line((Span(2, title, "title"), Span(-1 - cells(right), right, "dim")), "band")]
    for answer in triage.answers:
        said = clean(view.named(answer.said_zh, answer.said_en)) or answer.chosen
        when = view.clock(answer.at)
        edge = max(20, width - 3 - cells(when) - cells(said))
        words = f"{answer.question}  {clean(view.named(answer.zh, answer.en))}"
        lines.append(Line((Span(2, cut(words, edge - 4), "dim"), Span(edge, said, "title"),
                           Span(-1 - cells(when), when, "dim"))))  # fmt: skip
    for text in triage.texts:
        how = view.say("triage.auto" if text.auto else "triage.read_by")
        right = f"{text.code} v{text.version}  {how}  {view.clock(text.at)}"
        lines.append(Line((Span(2, "+", "green"), Span(4, right, "dim"))))
        lines += [Line((Span(4, part),)) for part in wrap(f"「{clean(text.words)}」", max(20, width - 6))]
    return [*lines, BLANK]
