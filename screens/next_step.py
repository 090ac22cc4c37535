"""What can be done next to a request: the crew's next step under one word, and the choices as the detail shows them."""

from collections.abc import Sequence
from dataclasses import replace

from models.rows import ActChoice, RequestDetail
from models.vocabulary import LIVE_STEPS, Act, Step

STEP = "step"
"""The word for whatever the crew does next."""

NEXT_STEP = {
    Step.OFFERED: Act.ACCEPT,
    Step.ACCEPTED: Act.EN_ROUTE,
    Step.EN_ROUTE: Act.ON_SITE,
    Step.ON_SITE: Act.DONE,
}


def in_detail(detail: RequestDetail, choices: Sequence[ActChoice]) -> list[ActChoice]:
    """The choices as the whole request shows them: a time is not amended where no step was ever taken."""
    return [
        replace(choice, why_not="step.no_crew", facts={"number": detail.row.number, "crew": ""})
        if choice.act == Act.AMEND and choice.why_not is None and not detail.assignments
        else choice
        for choice in choices
    ]


def next_step(detail: RequestDetail) -> str:
    """What the crew that is furthest behind does next; to accept, while no crew is there (the desk says why not)."""
    order = list(NEXT_STEP)
    steps = [Step(job.step) for job in detail.assignments if job.step in LIVE_STEPS]
    return NEXT_STEP[min(steps, key=order.index)] if steps else Act.ACCEPT
