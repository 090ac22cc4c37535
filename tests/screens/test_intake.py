"""The intake form by a seat that types: drafts kept, a P1 saved in a breath, nothing lost by a refusal."""

from typing import Any

import pytest
from hands import LOOKS, until, whole

from models.errors import StoreError
from models.rows import CategoryRow
from models.vocabulary import Channel, ClockKind, Kind, Priority, Status
from models.wall import HOUR, MINUTE
from screens.intake import IntakeScreen
from screens.intake_facts import asked, best_categories, district_of, missing, unread_times


async def form(pilot: Any) -> IntakeScreen:
    """The form, opened by its key on an open desk."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


async def write(pilot: Any, text: str) -> None:
    """Type letters as an input method commits them."""
    for letter in text:
        await pilot.press({" ": "space", "-": "minus", "+": "plus", ":": "colon"}.get(letter, letter))


def newest(scene: Any) -> Any:
    """The request saved last, in full."""
    return scene.desk.look.detail(max(row.request_id or 0 for row in scene.desk.look.journal_tail(5)))


async def test_a_p1_is_saved_with_a_phone_alone_while_the_call_goes_on(scene):
    """Priority and number are enough; the clocks start when the call was answered."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        answered = scene.wall.now()
        await write(pilot, "13955550000")
        scene.wall.advance(seconds=40)
        screen.form.focus_on("priority")
        await pilot.press("1")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    saved = newest(scene)
    assert (saved.row.priority, saved.row.status, saved.phone) == (Priority.P1, Status.OPEN, "13955550000")
    assert saved.row.received == answered
    assert {clock.started_at for clock in saved.clocks} == {answered}


async def test_a_request_carries_what_was_typed_and_chosen(scene):
    """Every row of the form reaches the desk; the district is read off the address."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await form(pilot)
        await write(pilot, "139 5555 0001")
        screen.form.focus_on("caller")
        await write(pilot, "吴志明")
        await pilot.press("enter")
        await write(pilot, "城西 民生路12号3单元402")
        assert screen.form.fields()["district"] == "城西"
        screen.form.focus_on("category")
        await write(pilot, "hose")
        await pilot.press("1")
        assert screen.form.fields()["category"] == "RP-HOSE"
        await pilot.press("shift+tab")
        await write(pilot, "软管裂了 [red]x[/]")
        await pilot.press("f10")
        await until(lambda: app.screen is not screen)
        assert "已建单" in whole(app)
    saved = newest(scene)
    assert (saved.row.category, saved.row.kind, saved.row.priority) == ("RP-HOSE", Kind.REPAIR, Priority.P3)
    assert (saved.row.district, saved.row.address) == ("城西", "民生路12号3单元402")
    assert (saved.caller, saved.text) == ("吴志明", "软管裂了 [red]x[/]")
    assert saved.phone == "13955550001"


async def test_what_is_missing_stands_on_the_form_before_anybody_asks(scene):
    """A save that would be refused says why and puts the caret where it is mended."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        for lacking in ("! Missing  category (not for a P1)", "place or phone"):
            assert lacking in whole(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is screen
        assert screen.focused is screen.form.category
        await write(pilot, "no gas")
        await pilot.press("1", "tab")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert screen.focused is screen.form.rows["phone"].field
        assert "place or phone" in whole(app)


async def test_a_draft_is_kept_field_by_field_and_found_after_a_crash(scene):
    """The console dies in the middle of a sentence; the next one offers what was typed, with its answer time."""
    answered = scene.wall.now()
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550002")
        screen.form.focus_on("address")
        await write(pilot, "建设路28号")
        await pilot.press("tab")
        await until(lambda: screen.keeper.kept.get("address") == "建设路28号")
    scene.wall.advance(minutes=8)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await form(pilot)
        assert "有 1 份未完草稿" in whole(app)
        await pilot.press("f6")
        await until(lambda: "接着写哪一通" in whole(app))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.given is not None)
        await pilot.pause()
        screen = app.screen
        assert screen.form.fields()["phone"] == "13955550002"
        assert screen.form.fields()["address"] == "建设路28号"
        assert screen.keeper.received == answered
        screen.form.focus_on("priority")
        await pilot.press("1", "ctrl+s")
        await until(lambda: app.screen is not screen)
    assert newest(scene).row.received == answered
    assert scene.desk.look.drafts(scene.li.operator_id) == []


async def test_escape_leaves_and_keeps_the_draft_but_an_empty_form_leaves_nothing(scene):
    """Nothing typed, no draft; something typed, a draft."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
        assert scene.desk.look.drafts(scene.li.operator_id) == []
        screen = await form(pilot)
        await write(pilot, "139")
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
    kept = scene.desk.look.drafts(scene.li.operator_id)
    assert [draft.fields["phone"] for draft in kept] == ["139"]


async def test_a_refused_save_loses_nothing_and_the_retry_doubles_nothing(scene, monkeypatch):
    """The store is busy once: the form stays as it is; the second press saves one request."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550003")
        screen.form.focus_on("priority")
        await pilot.press("1")
        real, calls = app.desk.intake.save, []

        def busy(seat: Any, new: Any) -> Any:
            calls.append(new)
            if len(calls) == 1:
                raise StoreError("store.busy", "Busy.", "Again.", pid=7)
            return real(seat, new)

        monkeypatch.setattr(app.desk.intake, "save", busy)
        await pilot.press("ctrl+s")
        await until(lambda: screen.beside.trouble)
        assert app.screen is screen
        assert screen.form.fields()["phone"] == "13955550003"
        assert "没有丢东西" in whole(app)
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    assert len({new.token for new in calls}) == 1
    assert newest(scene).phone == "13955550003"


async def test_a_second_caller_from_the_same_house_joins_the_live_request(scene):
    """The form says so after the house number; one key attaches the call, the draft is gone, nobody is sent twice."""
    before = scene.desk.look.detail(1)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await write(pilot, "13955550004")
        screen.form.focus_on("address")
        await write(pilot, "城南 建设路28号 5-101")
        await until(lambda: screen.known.similar)
        await pilot.pause()
        assert "可能是同一件事" in whole(app)
        number = screen.known.similar[0].number
        await pilot.press("ctrl+j")
        if len(screen.known.similar) > 1:
            await until(lambda: app.screen is not screen)
            await pilot.press("1")
        await until(lambda: not isinstance(app.screen, IntakeScreen) and len(app.screen_stack) == 1)
    joined = scene.desk.look.detail(number)
    assert joined.calls[-1].phone == "13955550004"
    assert scene.desk.look.drafts(scene.li.operator_id) == []
    assert scene.desk.look.detail(1).row.version == before.row.version


async def test_a_letter_of_an_outside_body_brings_its_number_and_its_own_date(scene):
    """The rows about the outside body show only then; the date becomes the reply clock."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        assert not screen.form.rows["reply_by"].display
        await write(pilot, "13955550005")
        screen.form.focus_on("category")
        await write(pilot, "CP-BILL")
        await pilot.press("enter")
        screen.form.focus_on("channel")
        await pilot.press("7")
        assert screen.form.fields()["channel"] == Channel.CITY_12345
        assert screen.form.rows["reply_by"].display
        screen.form.focus_on("outside_number")
        await write(pilot, "12345-778")
        await pilot.press("tab")
        await write(pilot, "nonsense")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is screen
        assert "看不懂这个时间" in whole(app)
        await pilot.press("ctrl+u")
        await write(pilot, "+5d")
        now = scene.wall.now()
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not screen)
    saved = newest(scene)
    assert (saved.channel, saved.outside_number) == (Channel.CITY_12345, "12345-778")
    assert {clock.kind: clock.due_at for clock in saved.clocks}[ClockKind.REPLY] == now + 5 * 24 * HOUR


async def test_the_clocks_that_saving_would_start_are_on_the_form(scene):
    """Counted from the answered call, not from the save."""
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("category")
        await write(pilot, "EM-LEAK-IN")
        await pilot.press("enter")
        scene.wall.advance(minutes=2)
        await until(lambda: len(screen.known.clocks) == 5)
        await pilot.pause()
        dispatch = next(clock for clock in screen.known.clocks if clock.kind is ClockKind.DISPATCH)
        assert dispatch.due_at == screen.keeper.received + 5 * MINUTE
        await screen.every_second()
        assert "03:00 left" in whole(app)


@pytest.mark.parametrize(("size", "language"), LOOKS, ids=str)
async def test_every_line_is_as_wide_as_the_screen_whatever_the_caller_says(scene, size, language):
    """Control characters, markup, emoji and 3,000 characters, in every box."""
    nasty = "\x1b[2J[red]👨‍👩‍👧\u202e啊" * 300
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await form(pilot)
        screen.form.fill(dict.fromkeys(("phone", "caller", "address", "access", "text", "people", "note"), nasty))
        await pilot.pause()
        for _ in range(4):
            await pilot.press("tab")
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
                assert "\x1b" not in strip.text


def category(code: str, zh: str, en: str, priority: str = "P3") -> CategoryRow:
    return CategoryRow(code, zh, en, Kind.REPAIR, Priority(priority), "", None, None, None, None, None, 0.0, "")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("城东 民生路12号", ("城东", "民生路12号")),
        ("城东区民生路12号", ("城东", "民生路12号")),
        ("East Minsheng Rd 12", ("城东", "Minsheng Rd 12")),
        ("Eastern Ave 3", ("", "Eastern Ave 3")),
        ("民生路12号", ("", "民生路12号")),
        ("城东", ("", "城东")),
    ],
)
def test_a_district_is_read_off_the_beginning_of_an_address(typed, expected):
    """Its Chinese or English name, never a part of another word."""
    assert district_of(typed, [("城东", "East"), ("城西", "West")]) == expected


def test_categories_are_found_by_code_and_by_words_of_both_languages():
    """Every typed word must be there; case and width do not matter."""
    rows = [category("EM-LEAK-IN", "户内漏气", "Indoor gas escape"), category("RP-HOSE", "软管老化", "Hose worn")]
    assert [row.code for row in best_categories("ＬＥＡＫ", rows)] == ["EM-LEAK-IN"]
    assert [row.code for row in best_categories("漏气 户内", rows)] == ["EM-LEAK-IN"]
    assert [row.code for row in best_categories("worn", rows)] == ["RP-HOSE"]
    assert len(best_categories("", rows)) == 2


def test_what_is_missing_follows_the_guard_of_the_desk():
    """A place or a phone always; a category, unless it is a P1."""
    assert missing({}, None) == ["category", "place_or_phone"]
    assert missing({"phone": "1"}, Priority.P1) == []
    assert missing({"address": "x", "category": "RP-HOSE"}, None) == []


def test_outside_facts_are_left_out_when_nobody_outside_asked():
    """Typed for 12345, then corrected to a phone call: number and date are not sent."""
    fields = {"phone": "1", "channel": "phone", "outside_number": "7", "reply_by": "+1h"}
    new = asked(fields, draft_id=None, received=0, now=0, zone="UTC", token="t")
    assert (new.outside_number, new.reply_by) == ("", None)
    assert unread_times(fields | {"reply_by": "?"}, 0, "UTC") == []
    assert unread_times(fields | {"channel": "12345", "reply_by": "?"}, 0, "UTC") == ["reply_by"]
