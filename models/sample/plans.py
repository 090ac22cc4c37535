"""An emergency plan under way on the board: begun for the small leak a crew is going to, its first steps ticked."""

from models.sample.staff import STAFF
from models.sample.story import Life, Story
from models.vocabulary import Kind, Role
from models.wall import MINUTE

LEAK = "EM-LEAK-SM"
STEPS = {"outside": 1, "send": 2}
"""The steps that are done, and how many minutes after the one before."""


def for_leak(story: Story) -> Life:
    """The supervisor starts it; nothing here is drawn by lot, so that the rest of the story stays as it was."""
    seat = next(one.seat for one in STAFF if one.seat.may(Role.SUPERVISOR))
    number = max(row.number for row in story.desk.look.queue(Kind.EMERGENCY) if row.category == LEAK)
    story.desk.plans.start_plan(seat, number, plan="LEAK-IN")
    for step, minutes in STEPS.items():
        yield minutes * MINUTE
        story.desk.plans.tick(seat, number, step=step)
