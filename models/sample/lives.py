"""The lives of requests, kind by kind: what usually happens to them, and what sometimes goes otherwise."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from models.desk.work import REQUESTS
from models.rows import NewRequest
from models.sample import words
from models.sample.city import Home
from models.sample.complaints import answered_complaint
from models.sample.staff import STAFF
from models.sample.story import Life, Story
from models.vocabulary import Channel, Disposition, HoldReason, InspectionResult, Kind, Role, Step
from models.wall import HOUR, MINUTE, SECOND

EMERGENCIES = ("EM-LEAK-IN", "EM-LEAK-SM", "EM-LEAK-SM", "EM-LEAK-OUT", "EM-METER-LEAK", "EM-ALARM", "EM-ALARM",
               "EM-CO", "EM-DIG", "EM-PRESS")  # fmt: skip
REPAIRS = ("RP-NOGAS", "RP-LOW", "RP-METER", "RP-METER", "RP-CARD", "RP-BATT", "RP-BATT", "RP-VALVE", "RP-HOSE",
           "RP-HOSE", "RP-STOVE", "RP-STOVE", "RP-PIPE", "RP-RELIGHT", "RP-IGNITE", "RP-ALTER")  # fmt: skip
RESULTS = (InspectionResult.PASS,) * 6 + (InspectionResult.GRADE_3,) * 2
"""What a visit of the story finds: nothing for which somebody would have to come again."""

INSPECTIONS = ("IN-ROUT", "IN-ROUT", "IN-APPT", "IN-COMM", "IN-RECT", "IN-TENANT", "IN-ACCEPT", "IN-PATROL", "IN-VISIT")
COMPLAINTS = ("CP-SERV", "CP-BILL", "CP-REPAIR", "CP-STOP")
ENQUIRIES = ("EQ-BILL", "EQ-OPEN", "EQ-STOP", "EQ-SAFE", "EQ-METER", "EQ-HALL", "EQ-WISH")


def emergency(
    story: Story, *, category: str | None = None, home: Home | None = None, slow: float | None = None
) -> Life:
    """Somebody smells gas: the safety card is read, a crew goes, the place is made safe."""
    home = home or story.home()
    code = category or story.random.choice(EMERGENCIES)
    number = yield from story.answered(home, code, words.note(Kind.EMERGENCY, story.random))
    yield story.between(10, 50, SECOND)
    story.respond(number, story.random.choice(words.SAFETY_READ))
    if story.chance(0.04) and code == "EM-ALARM":
        yield story.between(1, 2)
        story.desk.handling.cancel(story.someone(Role.SUPERVISOR), number, reason=story.random.choice(words.CANCELLED))
        return
    if story.chance(0.2):
        yield story.between(1, 3)
        story.desk.intake.join(story.someone(Role.OPERATOR), number, phone=story.home().phone, note="同楼邻居也闻到")
    pace = slow or story.random.choice((1, 1, 1, 1, 1.1, 1.3, 2.4))
    crew = yield from story.send(number, "抢", home.district, slow=pace, declined=story.chance(0.08))
    if story.chance(0.08):
        yield 2 * MINUTE
        story.desk.dispatch.amend(
            story.someone(Role.DISPATCHER), number, crew=crew, step=Step.ON_SITE, at=story.now - 3 * MINUTE,
            reason="到场后补录",
        )  # fmt: skip
    yield from _made_safe(story, number, crew)
    yield from story.call_back(number)


def _made_safe(story: Story, number: str, crew: str) -> Life:
    yield story.between(6, 35)
    found = not story.chance(0.12)
    reading, valve = story.random.choice(words.READINGS)
    story.desk.handling.safe(story.someone(Role.DISPATCHER), number, reading=reading, valve=valve, source_found=found)
    yield story.between(10, 55)
    story.leave(number, crew)
    yield story.between(0.5, 6)
    if found:
        how = story.random.choice(
            (Disposition.FIXED, Disposition.FIXED, Disposition.NO_FAULT, Disposition.USER_APPLIANCE)
        )
        done = words.NO_FAULT if how is Disposition.NO_FAULT else words.FIXED
        story.desk.handling.resolve(
            story.someone(Role.DISPATCHER), number, disposition=how, note=story.random.choice(done)
        )
        return
    story.desk.handling.resolve(
        story.someone(Role.SUPERVISOR),
        number,
        disposition=Disposition.MADE_SAFE,
        override_reason="气源未查明, 次日复查",
    )
    with story.desk.store.read() as connection:
        followed = select(REQUESTS.c.number).where(REQUESTS.c.follows_id == story.row(number).id)
        follower = connection.execute(followed.order_by(REQUESTS.c.id.desc()).limit(1)).scalar_one()
    story.begin(story.now + story.between(2, 9, HOUR), _visit(story, follower, "检", story.row(follower).district))


def repair(
    story: Story, *, category: str | None = None, wait: float | None = None, channel: Channel | None = None
) -> Life:
    """Something does not work: the caller is heard, a crew comes within three days, mostly."""
    home, random = story.home(), story.random
    code = category or random.choice(REPAIRS)
    came = channel or random.choice((Channel.PHONE,) * 8 + (Channel.ONLINE, Channel.HALL))
    number = yield from story.answered(home, code, words.note(Kind.REPAIR, random), channel=came)
    yield story.between(0.05, 5 if code in ("RP-HOSE", "RP-ALTER") else 2.5, HOUR)
    story.respond(number, random.choice(words.CONTACTED))
    if story.chance(0.05):
        yield story.between(0.2, 3, HOUR)
        story.desk.handling.cancel(story.someone(Role.OPERATOR), number, reason=random.choice(words.CANCELLED))
        return
    if code == "RP-PIPE" and story.chance(0.5):
        yield story.between(5, 40)
        story.desk.handling.reclassify(
            story.someone(Role.OPERATOR), number, category="EM-LEAK-SM", reason="回电时说有气味"
        )
        crew = yield from story.send(number, "抢", home.district)
        yield from _made_safe(story, number, crew)
        yield from story.call_back(number)
        return
    if story.chance(0.08):
        yield from _handed_over(story, number)
    yield story.between(0.4, 9, HOUR) if wait is None else round(wait * HOUR)
    if story.chance(0.12):
        story.desk.intake.join(story.someone(Role.OPERATOR), number, phone=home.phone, note=random.choice(words.CHASED))
    yield from _visit(story, number, "修", home.district, held=story.chance(0.12), declined=story.chance(0.07))
    if story.chance(0.07):
        yield story.between(1, 9, HOUR)
        story.desk.handling.reopen(story.someone(Role.SUPERVISOR), number, reason=random.choice(words.REOPENED))
        yield story.between(0.2, 3, HOUR)
        story.respond(number, "致歉并约定再次上门")
        yield from _visit(story, number, "修", home.district)
    yield from story.call_back(number, 0.75)


def _handed_over(story: Story, number: str) -> Life:
    """The one who took the call goes home; a colleague takes it over."""
    owner, number_of_the_next = story.owner(number), story.random.choice((1, 2, 3, 5, 6, 7))
    if owner.operator_id == number_of_the_next:
        return
    story.desk.handling.hand_over(owner, number, to_operator_id=number_of_the_next)
    yield story.between(5, 25)
    story.desk.handling.accept_owner(STAFF[number_of_the_next - 1].seat, number)


def written_down(story: Story) -> Life:
    """The screens were dark; the supervisor enters a call from paper with its true time."""
    home = story.home()
    seat = story.someone(Role.SUPERVISOR)
    new = NewRequest("RP-NOGAS", customer_id=home.id, text=words.said("RP-NOGAS", story.random),
                     received=story.now - story.between(50, 95))  # fmt: skip
    number = story.desk.intake.save(seat, new).number
    yield story.between(5, 20)
    story.respond(number, story.random.choice(words.CONTACTED))
    yield from _visit(story, number, "修", home.district)
    yield from story.call_back(number)


def inspection(story: Story, *, category: str | None = None, wait: float | None = None) -> Life:
    """A visit is agreed and made; nobody is at home now and then."""
    home = story.home()
    code = category or story.random.choice(INSPECTIONS)
    came = story.random.choice((Channel.PHONE, Channel.ONLINE, Channel.ONLINE))
    number = yield from story.answered(home, code, words.note(Kind.INSPECTION, story.random), channel=came)
    yield story.between(0.3, 9, HOUR)
    story.respond(number, "约定上门时间")
    yield story.between(3, 30, HOUR) if wait is None else round(wait * HOUR)
    yield from _visit(story, number, "检", home.district, held=story.chance(0.15))
    yield from story.call_back(number)


def _visit(
    story: Story, number: str, letter: str, district: str, *, held: bool = False, declined: bool = False
) -> Life:
    """A crew without an emergency comes in working hours, finds somebody or comes again, and ends the request."""
    random = story.random
    yield story.until_morning()
    crew = yield from story.send(number, letter, district, declined=declined)
    if held:
        yield story.between(4, 15)
        story.leave(number, crew)
        reason = random.choice((HoldReason.NOT_HOME, HoldReason.CUSTOMER_ASKED, HoldReason.PARTS))
        until = story.now + story.between(4, 23, HOUR)
        story.desk.handling.hold(
            story.someone(Role.DISPATCHER), number, reason=reason, until=until, note=random.choice(words.UNATTENDED)
        )
        yield until - story.now + story.between(0.2, 2, HOUR)
        yield story.until_morning()
        crew = yield from story.send(number, letter, district)
    yield story.between(15, 70)
    story.leave(number, crew)
    yield story.between(1, 20)
    seat, resolve = story.someone(Role.DISPATCHER), story.desk.handling.resolve
    if letter == "修":
        resolve(seat, number, disposition=Disposition.FIXED, note=random.choice(words.FIXED))
    else:
        result = random.choice(RESULTS)
        resolve(seat, number, disposition=Disposition.NO_FAULT, result=result)


def complaint(
    story: Story,
    *,
    category: str | None = None,
    channel: Channel | None = None,
    patience: float | None = None,
    **more: Any,
) -> Life:
    """Somebody is not content: the owner looks into it and answers, after `patience` hours if that is given."""
    code = category or story.random.choice(COMPLAINTS)
    came = channel or story.random.choice((Channel.PHONE, Channel.COMPLAINT_LINE, Channel.ONLINE))
    note = words.note(Kind.COMPLAINT, story.random)
    number = yield from story.answered(story.home(), code, note, channel=came, **more)
    yield story.between(0.2, 5, HOUR)
    story.respond(number, "已致歉, 正在核实")
    seat = story.someone(Role.SUPERVISOR)
    story.desk.handling.take(seat, number, note="核实经过")
    yield story.between(3, 40, HOUR) if patience is None else round(patience * HOUR)
    if story.row(number).reply_by is not None:
        story.desk.handling.respond(seat, number, reply=True, note="已回复来文单位")
    cause, measure = story.random.choice(words.CAUSES)
    story.desk.handling.resolve(
        seat,
        number,
        disposition=Disposition.ANSWERED,
        answer="已电话答复, 用户接受",
        **answered_complaint(story.now, cause, measure),
    )
    yield from story.call_back(number, 0.6)


def enquiry(story: Story, *, category: str | None = None) -> Life:
    """A question, answered on the line by the one who took it."""
    code = category or story.random.choice(ENQUIRIES)
    number = yield from story.answered(story.home(), code)
    seat = story.owner(number)
    if story.now + 90 * SECOND < story.end:
        yield story.between(30, 80, SECOND)
    story.desk.handling.respond(seat, number, note="当场答复")
    story.desk.handling.resolve(seat, number, disposition=Disposition.ANSWERED, answer="当场答复")


LIVES: dict[Callable[..., Life], float] = {
    repair: 0.42,
    inspection: 0.2,
    enquiry: 0.17,
    emergency: 0.15,
    complaint: 0.06,
}
"""How a day's work is shared among the kinds."""
