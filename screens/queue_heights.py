"""How many lines each queue gets: emergency what it needs, the rest shared between the others."""

from collections.abc import Sequence

ONE_QUEUE_BELOW = 34
"""Below this height one queue shows, and the header keeps the others honest."""

TWO_STRIPS_FROM = 34
DETAIL_BESIDE_FROM = 160
QUEUE_BESIDE = 82
LEAST = 3


def strip_lines(height: int) -> int:
    """Lines of the alarm strip."""
    return 2 if height >= TWO_STRIPS_FROM else 1


def room_for_rows(height: int, bands: int) -> int:
    """Lines left for rows: without header, column heads, bands and the blanks below them, strip, line and keys."""
    return max(1, height - 4 - strip_lines(height) - 2 * bands)


def heights(height: int, counts: Sequence[int], lines: int = 1) -> list[int]:
    """Rows' lines for each of the standing queues, the first of them emergency's, whose sizes are `counts`."""
    room = room_for_rows(height, len(counts))
    if len(counts) == 1:
        return [room]
    first = max(LEAST, min(counts[0] * lines, room // 2))
    rest = room - first
    share = rest * 2 // 3 if rest >= 30 else rest * 3 // 5
    share = max(LEAST, min(share, rest - LEAST))
    needs = [max(LEAST, count * lines) for count in counts[1:]]
    if needs[1] < rest - share:
        share = rest - needs[1]
    elif needs[0] < share:
        share = needs[0]
    return [first, share, rest - share]


def queue_width(width: int) -> int:
    """Cells of the queues while the detail stands beside them."""
    return QUEUE_BESIDE if width < 180 else QUEUE_BESIDE + (width - 180) // 2 + 4


def detail_beside(width: int) -> bool:
    """Is there room for the detail beside the queues?"""
    return width >= DETAIL_BESIDE_FROM
