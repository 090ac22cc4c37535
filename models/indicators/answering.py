"""How calls were answered, as figures that can be compared."""

from models.call_figures import Figures
from models.indicators.figure import WHOLE, Figure, mean_of, share
from models.rows import CallFigures


def answering(found: Figures | CallFigures) -> list[Figure]:
    """Answered by a person, within the seconds asked for, given up; the mean wait and handling time.

    The figures are those of `models.call_figures`, definitions and source included: answered ÷ (answered + abandoned);
    within ÷ (answered with a known wait + abandoned), the service level; abandoned ÷ (answered + abandoned).
    """
    met = found.answered + found.abandoned
    return [
        share("answered", WHOLE, found.answered, met),
        share(f"answered_within_{found.within_s}s", WHOLE, found.within, found.waits + found.abandoned),
        share("abandoned", WHOLE, found.abandoned, met),
        mean_of("wait_mean", WHOLE, found.wait_mean_s, "s", found.waits),
        mean_of("handling_mean", WHOLE, found.handle_mean_s, "s", found.handled),
    ]
