"""What stands on the board when the sample opens: a few requests whose hands of the clock are set with care."""

from collections.abc import Iterator

from models.sample import plans, words
from models.sample.city import Home
from models.sample.lives import complaint, written_down
from models.sample.story import Life, Story
from models.vocabulary import Channel, HoldReason, Kind, Role
from models.wall import DAY, HOUR, MINUTE, SECOND

UNANSWERED = {
    "RP-METER": (24 * HOUR + 41 * MINUTE, 23 * HOUR + 54 * MINUTE),
    "RP-STOVE": (23 * HOUR + 7 * MINUTE, 12 * HOUR),
    "RP-BATT": (23 * HOUR + 38 * MINUTE, 5 * HOUR + 33 * MINUTE),
    "RP-LOW": (20 * HOUR + 55 * MINUTE, 47 * MINUTE),
    "RP-NOGAS": (3 * HOUR + 51 * MINUTE, 12 * MINUTE),
    "RP-CARD": (2 * HOUR + 10 * MINUTE,),
    "RP-HOSE": (9 * HOUR + 20 * MINUTE, 26 * MINUTE),
    "IN-APPT": (22 * HOUR + 2 * MINUTE, 3 * HOUR),
    "IN-TENANT": (6 * HOUR + 5 * MINUTE,),
    "IN-ROUT": (1 * HOUR + 4 * MINUTE, 2 * HOUR + 40 * MINUTE),
    "CP-BILL": (5 * HOUR + 20 * MINUTE, 2 * HOUR + 58 * MINUTE),
}
"""Nobody has called back yet: how long ago each was received."""

PLANNED = {
    "RP-RELIGHT": (19 * HOUR + 20 * MINUTE,),
    "RP-ALTER": (73 * HOUR + 12 * MINUTE, 40 * HOUR),
    "RP-PIPE": (54 * HOUR + 30 * MINUTE,),
    "RP-IGNITE": (30 * HOUR,),
    "RP-BATT": (26 * HOUR,),
    "IN-RECT": (56 * HOUR,),
    "IN-COMM": (33 * HOUR,),
    "IN-ROUT": (28 * HOUR, 45 * HOUR),
    "IN-PATROL": (21 * HOUR,),
}
"""The caller was heard; no crew was sent yet."""

UNDER_WAY = {"RP-STOVE": 0.3, "RP-METER": 8.0, "RP-VALVE": 45.0, "RP-HOSE": 1.0, "IN-VISIT": 20.0, "IN-ACCEPT": 2.0}
"""A crew was sent in the last hours; the number is how many minutes ago it was assigned."""

HELD = {
    "RP-ALTER": (HoldReason.CUSTOMER_ASKED, 9),
    "RP-STOVE": (HoldReason.PARTS, 20),
    "IN-ROUT": (HoldReason.NOT_HOME, 5),
    "RP-METER": (HoldReason.NOT_HOME, 3),
}
"""Held, for how many hours from now on."""


def set_up(story: Story) -> None:
    """Let everything begin that must stand on the board at the story's end."""
    end = story.end
    story.begin(end - 9 * DAY, written_down(story))
    story.begin(end - 95 * MINUTE, _out_of_service(story, "修6", "车坏待援"))
    story.begin(end - 150 * MINUTE, _kept_free(story, "抢3"))
    story.begin(end - 42 * MINUTE - 31 * SECOND, _overdue_arrival(story))
    story.begin(end - 228 * SECOND, _unassigned_leak(story))
    story.begin(end - 112 * MINUTE, _area_outage(story))
    story.begin(end - 9 * MINUTE, plans.for_leak(story))
    story.begin(end - 21 * MINUTE, _on_the_way(story))
    for code, spans in UNANSWERED.items():
        for span in spans:
            story.begin(end - span - story.between(1, 50, SECOND), _unanswered(story, code))
    for code, spans in PLANNED.items():
        for span in spans:
            story.begin(end - span - story.between(1, 50, SECOND), _planned(story, code))
    for code, minutes in UNDER_WAY.items():
        story.begin(end - 7 * HOUR - story.between(1, 90), _under_way(story, code, minutes))
    for code, (reason, hours) in HELD.items():
        story.begin(end - 27 * HOUR - story.between(1, 90), _held(story, code, reason, hours))
    letter = complaint(
        story, category="CP-STOP", patience=52, channel=Channel.CITY_12345, outside_number="YT12345-061877",
        reply_by=end + 170 * MINUTE,
    )  # fmt: skip
    story.begin(end - 50 * HOUR, letter)


def _home(story: Story, *, frail: bool = False) -> Home:
    """A home of an ordinary customer; a frail one has somebody a crew must know about, and a hazard on record."""
    homes = [one for one in story.homes if not one.tier]
    if frail:
        homes = [one for one in homes if one.vulnerable.startswith("独居老人")] or homes
    return story.random.choice(homes)


def _out_of_service(story: Story, crew: str, reason: str) -> Life:
    """A crew that can do no more today, once its present work is done."""
    yield from _kept_free(story, crew)
    story.desk.administration.set_crew(story.someone(Role.SUPERVISOR), crew, out_reason=reason)


def _kept_free(story: Story, crew: str) -> Life:
    """A crew takes no other work, so that it can be the one that comes too late."""
    while crew in story.busy:
        yield 5 * MINUTE
    story.busy.add(crew)


def _overdue_arrival(story: Story) -> Life:
    """The one in red: the crew is on its way for half an hour, and nobody has seen the alarm."""
    home = _home(story, frail=True)
    number = yield from story.answered(home, "EM-LEAK-IN", "老人 头晕")
    story.unseen.add(number)
    yield 20 * SECOND
    story.respond(number, words.SAFETY_READ[0])
    yield 62 * SECOND
    crew = "抢3"
    story.desk.dispatch.assign(story.someone(Role.DISPATCHER), number, crew=crew)
    yield 40 * SECOND
    story.desk.dispatch.accept(story.someone(Role.DISPATCHER), number, crew=crew)
    yield 3 * MINUTE
    story.desk.dispatch.en_route(story.someone(Role.DISPATCHER), number, crew=crew)
    yield 4 * MINUTE
    neighbour = _home(story)
    story.desk.intake.join(story.someone(Role.OPERATOR), number, phone=neighbour.phone, note="同单元邻居也闻到")
    yield 17 * MINUTE
    story.desk.handling.note(story.someone(Role.DISPATCHER), number, text="前方施工改道, 班组绕行")


def _unassigned_leak(story: Story) -> Life:
    """A leak that nobody was sent to yet; its first promise ends in a minute."""
    number = yield from story.answered(_home(story), "EM-METER-LEAK", "地下室")
    story.unseen.add(number)
    yield 15 * SECOND
    story.respond(number, words.SAFETY_READ[1])


def _area_outage(story: Story) -> Life:
    """A whole row of houses without gas: two crews on site, one request, many callers."""
    home = _home(story)
    number = yield from story.answered(home, "EM-OUT-AREA", "幼儿园")
    story.respond(number, "已说明正在查找原因")
    first = yield from story.send(number, "抢", home.district)
    del first
    for caller in _callers(story, 9):
        story.desk.intake.join(story.someone(Role.OPERATOR), number, phone=caller.phone, note="同楼停气")
        yield story.between(0.5, 4)
    yield from story.send(number, "抢", home.district)


def _callers(story: Story, count: int) -> Iterator[Home]:
    return (_home(story) for _ in range(count))


def _on_the_way(story: Story) -> Life:
    """An emergency that goes as it should."""
    home = _home(story)
    number = yield from story.answered(home, "EM-LEAK-SM", words.note(Kind.EMERGENCY, story.random))
    story.respond(number, words.SAFETY_READ[0])
    yield 70 * SECOND
    yield from story.send(number, "抢", home.district, slow=4)


def _unanswered(story: Story, code: str) -> Life:
    number = yield from story.answered(_home(story), code, words.note(_kind(code), story.random))
    if code in ("RP-STOVE", "IN-ROUT") and story.end - story.now < 24 * HOUR:
        story.desk.handling.note(story.someone(Role.OPERATOR), number, text="电话无人接听, 稍后再打")


def _planned(story: Story, code: str) -> Life:
    number = yield from story.answered(_home(story), code, words.note(_kind(code), story.random))
    yield story.between(20, 200)
    story.respond(number, story.random.choice(words.CONTACTED))


def _under_way(story: Story, code: str, minutes: float) -> Life:
    home = _home(story)
    number = yield from story.answered(home, code, words.note(_kind(code), story.random))
    yield story.between(10, 60)
    story.respond(number, story.random.choice(words.CONTACTED))
    yield max(0, story.end - round(minutes * MINUTE) - story.now)
    yield from story.send(number, "检" if code.startswith("IN") else "修", home.district)


def _held(story: Story, code: str, reason: HoldReason, hours: int) -> Life:
    home = _home(story)
    number = yield from story.answered(home, code, words.note(_kind(code), story.random))
    yield story.between(10, 60)
    story.respond(number, story.random.choice(words.CONTACTED))
    yield max(0, story.end - story.between(3, 5, HOUR) - story.now)
    crew = yield from story.send(number, "检" if code.startswith("IN") else "修", home.district)
    yield story.between(5, 12)
    story.leave(number, crew)
    until = story.end + hours * HOUR + story.between(1, 40)
    seat = story.someone(Role.SUPERVISOR)
    text = story.random.choice(words.UNATTENDED)
    story.desk.handling.hold(seat, number, reason=reason, until=until, note=text)


def _kind(code: str) -> Kind:
    return {"RP": Kind.REPAIR, "IN": Kind.INSPECTION, "CP": Kind.COMPLAINT}[code[:2]]
