"""Promises to call back and a hand-over under way, as lines of a request's detail."""

from models.rows import OfferRow, PromiseRow, RequestDetail
from models.vocabulary import Offer
from models.wall import MINUTE
from screens.format import clean, h_mm, minutes_seconds
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span

HAND_OVER_WITHIN = 30 * MINUTE
"""As the desk has it; shown only."""

SOON = 10 * MINUTE
"""So long before its time a promise turns amber."""


def owner_lines(detail: RequestDetail, view: View, value: int) -> list[Line]:
    """Open promises with what is left of each, the newest kept one, and a hand-over that stands or came back.

    `value` is the column where facts begin. Ends with a blank if there is any line.
    """
    waiting = [row for row in detail.promises if row.kept_at is None]
    kept = [row for row in detail.promises if row.kept_at is not None][-1:]
    lines = [_promise(row, view, value) for row in waiting]
    lines += [] if waiting else [_kept(row, view, value) for row in kept]
    lines += _offer(detail.offer, view, value) if detail.offer else []
    return [*lines, BLANK] if lines else []


def left_words(promised_at: int, view: View) -> tuple[str, str]:
    """``(words, tone)`` of the time that is left of a promise, or that it is late."""
    left = promised_at - view.now
    span = minutes_seconds(abs(left)) if abs(left) < 60 * MINUTE else h_mm(abs(left))
    if left < 0:
        return view.say("waiting.late", time=span), "red"
    return view.say("waiting.left", time=span), "amber" if left < SOON else "text"


def _promise(row: PromiseRow, view: View, value: int) -> Line:
    words, tone = left_words(row.promised_at, view)
    told = "  ".join(part for part in (view.say("owner.until", at=view.clock(row.promised_at)), words, clean(row.phone),
                     view.say("owner.promised_by", name=clean(row.by)), clean(row.note)) if part)  # fmt: skip
    return Line((Span(2, view.say("owner.promise"), "dim"), Span(value, told, tone)))


def _kept(row: PromiseRow, view: View, value: int) -> Line:
    told = view.say("owner.kept", at=view.clock(row.kept_at or row.promised_at))
    return Line((Span(2, view.say("owner.promise"), "dim"), Span(value, told, "dim")))


def _offer(offer: OfferRow, view: View, value: int) -> list[Line]:
    giver, taker = clean(offer.from_name), clean(offer.to_name)
    if offer.outcome is None:
        left = max(0, offer.offered_at + HAND_OVER_WITHIN - view.now)
        told, tone = view.say("owner.offered", giver=giver, taker=taker, time=minutes_seconds(left)), "amber"
    elif offer.outcome in (Offer.DECLINED, Offer.LAPSED):
        told, tone = view.say(f"owner.{offer.outcome.value}", taker=taker), "dim"
        told = "  ".join(part for part in (told, clean(offer.note)) if part)
    else:
        return []
    return [Line((Span(2, view.say("owner.offer"), "dim"), Span(value, told, tone)))]
