"""Beside the form: what the files know of who calls and from where, in the order in which it matters."""

from models.hazards import told_once
from models.phones import spoken
from models.rows import PremiseCard, QueueRow
from screens.format import cells, clean, h_mm
from screens.intake_facts import Known
from screens.view import View
from screens.widgets.sheet import Line, Span


def who_lines(known: Known, view: View, width: int, *, tight: bool) -> list[Line]:
    """Who is vulnerable and what is dangerous there, warnings, the open request, the last three, complaints, access."""
    card = known.card
    if card is None:
        return []
    careful = [*_dangers(card), *_warnings(card, view)]
    newest = ", ".join(row.number for row in card.complaints)
    complained = view.say("who.complaints", n=card.complained, numbers=clean(newest)) if card.complained else ""
    if tight:
        text = "; ".join([*careful, *([complained] if complained else [])])
        return [Line((Span(1, "!", "amber"), Span(3, clean(text), "amber")))] if text else []
    lines = [Line((Span(3, view.say("intake.known"), "title"),), "band")]
    lines += [Line((Span(1, "!", "amber"), Span(3, clean(text), "amber"))) for text in careful]
    lines += [_request(row, view, width, "who.open") for row in card.open]
    lines += [_request(row, view, width, "who.last") for row in card.last]
    if complained:
        lines.append(Line((Span(3, complained, "amber"),)))
    return lines + _facts(card, view)


def _dangers(card: PremiseCard) -> list[str]:
    premise = card.premise
    return [text for text, _ in told_once([(premise.vulnerable, ""), (premise.hazards, "")])] if premise else []


def _warnings(card: PremiseCard, view: View) -> list[str]:
    return [
        view.say("who.warning_until" if one.until else "who.warning", kind=view.word("warning", one.kind),
                 text=one.text, until=view.clock(one.until) if one.until else "")
        for one in card.warnings
    ]  # fmt: skip


def _request(row: QueueRow, view: View, width: int, title: str) -> Line:
    state = view.word("board", row.board)
    age = view.say("intake.ago", time=h_mm(view.now - row.received))
    said = view.say(title)
    at = 3 + max(cells(view.say(name)) for name in ("who.open", "who.last")) + 2
    edge = width - 2 - cells(state) - cells(age) - 2
    number = clean(row.number)
    category = clean(view.named(row.category_zh, row.category_en))
    return Line((
        Span(3, said, "title" if title == "who.open" else "dim"),
        Span(at, number, "title", 9),
        Span(at + 10, category, "text", max(2, edge - at - 10)),
        Span(max(at + 13, edge + 1), f"{state}  {age}", "text" if title == "who.open" else "dim"),
    ))  # fmt: skip


def _facts(card: PremiseCard, view: View) -> list[Line]:
    """Who it is and how one gets there: names on the left, each on one line."""
    customer, premise = card.customer, card.premise
    names = ("detail.customer", "detail.address", "detail.access", "detail.valve", "detail.meter", "who.others",
             "who.places")  # fmt: skip
    at = 3 + max(cells(view.say(name)) for name in names) + 2
    facts: list[tuple[str, str]] = []
    if premise:
        facts.append(("detail.access", premise.access))
    if customer:
        who = f"{customer.name}  {view.word('class', customer.klass)}  {customer.tier}".rstrip()
        facts.append(("detail.customer", who))
    if premise:
        facts += [("detail.address", view.place(premise.district, premise.address)), ("detail.valve", premise.valve),
                  ("detail.meter", premise.meter)]  # fmt: skip
    others = ", ".join(f"{one.name} {spoken(one.phone)}".strip() for one in card.others)
    places = ", ".join(view.place(one.district, one.address) for one in card.places)
    facts += [("who.others", others), ("who.places", places)]
    return [Line((Span(3, view.say(name), "dim"), Span(at, clean(text)))) for name, text in facts if text]
