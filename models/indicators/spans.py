"""Spans of time as sets: joined, cut to a window, and what two of them share."""

from collections.abc import Iterable

Span = tuple[int, int]
"""From an instant until before another (ms UTC)."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in disjoint spans in order; empty and backward ones are nothing."""
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def within(spans: Iterable[Span], since: int, until: int) -> list[Span]:
    """What of them lies in the window, joined."""
    return joined((max(start, since), min(end, until)) for start, end in spans)


def length(spans: Iterable[Span]) -> int:
    """How long disjoint spans are together (ms)."""
    return sum(end - start for start, end in spans)


def shared(one: Iterable[Span], other: Iterable[Span]) -> int:
    """How long both last at once (ms)."""
    others = joined(other)
    return sum(length(within(others, start, end)) for start, end in joined(one))
