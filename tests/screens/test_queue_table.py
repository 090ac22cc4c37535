"""The queue: exact widths, a cursor that follows the request, rows that never move under the hand."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from models.rows import QueueKey, QueueRow
from models.vocabulary import Board, ClockKind, Kind, Priority, Status
from models.wall import HOUR, MINUTE, HandClock
from screens import paint
from screens.theme import PALETTES, textual_theme, theme_name
from screens.widgets.queue_columns import columns
from screens.widgets.queue_head import QueueHead
from screens.widgets.queue_row import Look, RowPaint, ageing, crew_words
from screens.widgets.queue_table import QueueTable
from screens.widgets.queue_window import BLOCK_ROWS, Window, key_of
from screens.wording import Wording

NOW = HandClock().now()
HALF = 30_000


def row(count: int, /, **given: Any) -> QueueRow:
    """A calm repair, due `count` hours from now."""
    fields: dict[str, Any] = {
        "id": count, "number": f"R-{count:05d}", "kind": Kind.REPAIR, "category": "RP-METER",
        "category_zh": "表具故障", "category_en": "Meter fault", "priority": Priority.P3, "status": Status.OPEN,
        "board": Board.TO_CONTACT, "state_since": NOW - HOUR, "district": "城东", "address": "民生路12号3-502",
        "note": "门禁", "hazard": False, "crews": (), "owner": "李", "clock": ClockKind.RESPONSE,
        "due_at": NOW + count * HOUR + HALF, "warn_at": NOW + count * HOUR - MINUTE, "pause_from": None,
        "pause_until": None, "received": NOW - HOUR, "version": 1,
    }  # fmt: skip
    return QueueRow(**(fields | given))


class Rows:
    """A queue in memory that counts how often it was read."""

    def __init__(self, rows: list[QueueRow]) -> None:
        self.rows, self.reads = sorted(rows, key=lambda one: (one.due_at, one.id)), 0

    def put(self, *fresh: QueueRow) -> None:
        kept = [one for one in self.rows if one.id not in {new.id for new in fresh}]
        self.rows = sorted([*kept, *fresh], key=lambda one: (one.due_at, one.id))

    def page(self, position: int, limit: int) -> list[QueueRow]:
        self.reads += 1
        return self.rows[position : position + limit]

    def after(self, key: QueueKey, limit: int) -> list[QueueRow]:
        return self.page(self.rank(key) + 1, limit)

    def before(self, key: QueueKey, limit: int) -> list[QueueRow]:
        end = self.rank(key)
        return self.page(max(0, end - limit), min(limit, end))

    def rank(self, key: QueueKey) -> int:
        return sum((one.due_at, one.id) < (key.due_at, key.id) for one in self.rows)

    def total(self) -> int:
        return len(self.rows)

    def holds(self, one: QueueRow) -> bool:
        return one.kind is Kind.REPAIR and one.status is Status.OPEN


class Board_(App[None]):
    """One table and nothing else."""

    def __init__(self, source: Rows, language: str = "zh") -> None:
        super().__init__()
        self.source, self.clock = source, HandClock(NOW)
        self.table = QueueTable(Wording(language), self.clock.now)
        self.register_theme(textual_theme(PALETTES["dark"]))
        self.theme = theme_name(PALETTES["dark"])

    def compose(self) -> ComposeResult:
        yield self.table

    async def on_mount(self) -> None:
        self.table.focus()
        await self.table.load(self.source)


def shown(app: Board_) -> list[str]:
    """The numbers that show, from top to bottom."""
    height = app.table.size.height
    at = app.table.columns["number"]
    lines = [app.table.render_lines(app.table.size.region)[y].text for y in range(height)]
    assert at is not None
    return [word for line in lines for word in line.split() if word.startswith("R-")]


def cursor_line(app: Board_) -> int:
    """The line of the screen on which the cursor's mark stands."""
    strips = app.table.render_lines(app.table.size.region)
    return next(y for y, strip in enumerate(strips) if strip.text[1] == ">")


async def press(pilot: Pilot[None], app: Board_, action: str, *given: int) -> None:
    await getattr(app.table, f"action_{action}")(*given)
    await pilot.pause()


WORST = [
    row(1, priority=Priority.P1, kind=Kind.REPAIR, clock=ClockKind.ARRIVAL, due_at=NOW - 12 * MINUTE),
    row(2, due_at=NOW - 500 * HOUR, warn_at=NOW - 600 * HOUR, address="学府路\x1b[31m9号\n后门 👨‍👩‍👧 [bold]" * 9),
    row(
        3,
        category_zh="IC卡/物联网表故障",
        category_en="A category with a long name",
        crews=("抢1", "抢2", "修3"),
        note="x" * 90,
    ),
    row(4, pause_from=NOW - HOUR, pause_until=NOW + HOUR, board=Board.HELD, status=Status.HELD),
    row(5, clock=None, due_at=9_007_199_254_740_991, owner="", district="", address="", number="R-1234567"),
    row(6, status=Status.CLOSED, board=Board.CLOSED, hazard=True, state_since=NOW - 9000 * HOUR),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 73, 74, 75, 80, 99, 119, 120, 121, 160, 200, 250])
def test_every_line_is_exactly_as_wide_as_its_place(width, language):
    """With Chinese, emoji, control characters, and texts far too long."""
    layout = columns(width, language)
    painter = RowPaint(layout, Wording(language), {})
    for one in WORST:
        for look in (Look(), Look(cursor=True, focused=True, also=("陈", "王")), Look(cursor=True, also=("陈",))):
            for part in range(layout.lines):
                strip = painter.line(one, ageing(one, NOW), look, part)
                assert strip.cell_length == width - 1
                assert sum(unicodedata.east_asian_width(char) == "A" for char in strip.text) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 75, 80, 120, 160])
def test_sign_clock_left_number_and_state_are_never_left_out_nor_cut(width, language):
    """Whatever else has to go."""
    layout, say = columns(width, language), Wording(language)
    text = RowPaint(layout, say, {}).line(WORST[0], ageing(WORST[0], NOW), Look()).text
    for piece in (
        "!!!",
        say("judged.late", clock=say("clock_row.arrival")),
        "-00:12:00",
        "R-00001",
        say("board.to_contact"),
    ):
        assert piece in text


def test_columns_stand_where_the_design_puts_them():
    """Start and width of each at 120 and 80, and beside the detail."""
    wide, narrow, beside = columns(120, "zh"), columns(80, "zh"), columns(75, "zh")
    places = {name: (place.start, place.width) for name, place in wide.places.items()}
    assert places["sign"] == (3, 3)
    assert places["clock"] == (7, 8)
    assert places["left"] == (16, 9)
    assert places["category"] == (40, 18)
    assert places["address"] == (60, 20)
    assert places["note"] == (81, 10)
    assert (places["state"][0], places["crew"][0], places["owner"]) == (93, 106, (113, 5))
    assert (narrow["priority"].start, narrow["number"].start, narrow["category"].start) == (26, 29, 37)
    assert (narrow["address"].start, narrow["address"].width, narrow["state"].start) == (50, 23, 74)
    assert (beside["address"].width, beside["state"].start, beside.district) == (18, 69, False)
    assert columns(120, "en")["clock"].width == 12
    assert columns(120, "en")["note"] is None


def test_another_seats_mark_moves_to_the_number_when_the_owner_has_no_column():
    """`R-00001+陈` would be too long; the plus alone says it."""
    say, age = Wording("zh"), ageing(WORST[0], NOW)
    assert "李+陈" in RowPaint(columns(120, "zh"), say).line(WORST[0], age, Look(also=("陈",))).text
    assert "R-00001+" in RowPaint(columns(80, "zh"), say).line(WORST[0], age, Look(also=("陈",))).text


def test_state_is_a_sign_and_a_word_before_it_is_a_colour():
    """Late life safety, late, due, waiting: told apart without any colour."""
    due = row(7, due_at=NOW + MINUTE, warn_at=NOW - MINUTE)
    signs = [
        RowPaint(columns(120, "zh"), Wording("zh")).line(one, ageing(one, NOW), Look()).text.split()[:2]
        for one in (WORST[0], WORST[1], due, WORST[3])
    ]
    assert signs == [["!!!", "到场超时"], ["!!", "响应超时"], ["!", "响应临近"], ["||", "响应暂停"]]


def test_the_number_of_marks_is_the_alarms_severity_and_red_says_broken():
    """A life-safety clock about to break has two marks, but is amber: nothing is broken yet."""
    about = row(7, priority=Priority.P1, clock=ClockKind.DISPATCH, due_at=NOW + MINUTE, warn_at=NOW - MINUTE)
    painter = RowPaint(columns(120, "zh"), Wording("zh"))
    strip = painter.line(about, ageing(about, NOW), Look())
    assert strip.text.split()[:2] == ["!!", "派工临近"]
    styles = {segment.text.strip(): segment.style for segment in strip if "派工临近" in segment.text}
    assert {style.color.name for style in styles.values() if style} == {PALETTES["dark"].tones["amber"]}


@pytest.mark.parametrize(
    ("codes", "shown"),
    [((), ""), (("抢1",), "抢1"), (("抢1", "抢2"), "抢1+2"), (("QX1", "QX2"), "QX1+2"), (("QX10", "WX12"), "Q..+1")],
)
def test_several_crews_share_one_narrow_column(codes, shown):
    """Their common name once."""
    assert crew_words(codes, 5) == shown


async def test_the_cursor_is_a_request_and_rows_wait_until_they_are_asked_to_move():
    """A more urgent row arrives: nothing moves, the band counts it; sorted, the cursor is still on its request."""
    source = Rows([row(number) for number in range(1, 41)])
    app = Board_(source)
    async with app.run_test(size=(120, 10)) as pilot:
        for _ in range(4):
            await press(pilot, app, "move", 1)
        before, line = shown(app), cursor_line(app)
        newcomer, moved = row(99, due_at=NOW + 1), row(3, due_at=NOW + 2)
        source.put(newcomer, moved)
        assert app.table.patch({99: newcomer, 3: moved}, {99, 3})
        await pilot.pause()
        assert (shown(app), cursor_line(app), app.table.cursor_id) == (before, line, 5)
        assert app.table.astray == {99, 3}
        await app.table.settle()
        await pilot.pause()
        assert app.table.cursor_id == 5
        assert shown(app)[:2] == ["R-00099", "R-00003"]
        assert shown(app)[cursor_line(app)] == "R-00005"
        assert app.table.astray == set()


async def test_a_scrolled_table_keeps_the_cursor_on_its_line_when_it_sorts():
    """Rows come and go above; the request under the hand stays where the eye is."""
    source = Rows([row(number) for number in range(1, 101)])
    app = Board_(source)
    async with app.run_test(size=(120, 10)) as pilot:
        await press(pilot, app, "page", 1)
        await press(pilot, app, "page", 1)
        line, here = cursor_line(app), app.table.cursor_id
        fresh = {200 + n: row(200 + n, due_at=NOW + n) for n in range(3)}
        source.put(*fresh.values())
        app.table.patch(fresh, fresh)
        await app.table.settle()
        await pilot.pause()
        assert (cursor_line(app), app.table.cursor_id) == (line, here)


async def test_a_change_that_moves_nothing_is_shown_at_once():
    """Another state on the same line."""
    source = Rows([row(number) for number in range(1, 9)])
    app = Board_(source)
    async with app.run_test(size=(120, 10)) as pilot:
        changed = replace(row(2), board=Board.ON_SITE, crews=("抢3",), version=2)
        assert not app.table.patch({2: changed}, {2})
        await pilot.pause()
        line = app.table.render_lines(app.table.size.region)[1].text
        assert "到场" in line
        assert "抢3" in line


async def test_a_request_that_left_the_queue_stays_in_its_place_until_sorted():
    """The cursor then goes to the row that took its place."""
    source = Rows([row(number) for number in range(1, 9)])
    app = Board_(source)
    async with app.run_test(size=(120, 10)) as pilot:
        await press(pilot, app, "move", 1)
        gone = row(2, status=Status.RESOLVED, board=Board.RESOLVED)
        source.rows = [one for one in source.rows if one.id != 2]
        app.table.patch({2: gone}, {2})
        await pilot.pause()
        assert shown(app)[1] == "R-00002"
        await app.table.settle()
        await pilot.pause()
        assert shown(app)[:2] == ["R-00001", "R-00003"]
        assert app.table.cursor_id == 3


async def test_a_deep_queue_is_read_by_blocks_and_both_ends_are_reached():
    """A thousand rows are never all held, nor all read."""
    source = Rows([row(number) for number in range(1, 1001)])
    app = Board_(source)
    async with app.run_test(size=(80, 20)) as pilot:
        assert len(app.table.window.ids) == BLOCK_ROWS
        await press(pilot, app, "end", 1)
        assert shown(app)[-1] == "R-01000"
        assert app.table.shown == (981, 1000)
        await press(pilot, app, "end", -1)
        assert shown(app)[0] == "R-00001"
        for page in range(40):
            await press(pilot, app, "page", 1)
            assert shown(app)[0] == f"R-{1 + 20 * (page + 1):05d}"
        for _ in range(60):
            await press(pilot, app, "page", -1)
        assert (shown(app)[0], app.table.cursor_id) == ("R-00001", 1)


async def test_a_second_passes_and_only_rows_that_read_differently_are_painted():
    """Rows above an hour are not touched by a second; one under an hour only where its time stands."""
    source = Rows([row(1, due_at=NOW + 30 * MINUTE + 500), *(row(number) for number in range(2, 9))])
    app = Board_(source)
    async with app.run_test(size=(120, 10)) as pilot:
        painted: list[Any] = []
        app.table.refresh = lambda *regions, **_: painted.extend(regions)  # type: ignore[method-assign]
        app.clock.advance(seconds=1)
        app.table.tick()
        assert [(region.x, region.y, region.width) for region in painted] == [(16, 0, 9)]
        await pilot.pause()


async def test_a_cursor_step_inside_the_view_paints_two_lines():
    """The line it leaves and the line it comes to."""
    app = Board_(Rows([row(number) for number in range(1, 9)]))
    async with app.run_test(size=(120, 10)) as pilot:
        painted: list[Any] = []
        app.table.refresh = lambda *regions, **_: painted.extend(regions)  # type: ignore[method-assign]
        await press(pilot, app, "move", 1)
        assert [(region.y, region.height) for region in painted] == [(0, 1), (1, 1)]


async def test_an_empty_queue_bears_every_key():
    """Nothing to move on."""
    app = Board_(Rows([]))
    async with app.run_test(size=(80, 10)) as pilot:
        for action, given in (("move", 1), ("page", -1), ("end", 1)):
            await press(pilot, app, action, given)
        app.table.action_open()
        assert (app.table.cursor_id, shown(app)) == (None, [])


def test_the_scroll_bar_is_one_painted_cell():
    """No thumb where everything shows."""
    window = Window()
    window.fill(0, 2, [row(1), row(2)])
    assert key_of(window.rows[1]).id == 1
    assert window.index_of(2) == 1
    assert window.at(5) is None


def test_the_band_counts_what_waits_to_be_sorted():
    """Quietly, at its right end, naming the key that sorts."""
    head = QueueHead("2", Wording("en"))
    head.show(loaded=True, total=41, first=1, last=15)
    assert head._right() == "1-15 of 41"
    head.show(astray=3)
    assert head._right() == "3 changed  g sorts"


@pytest.fixture(autouse=True)
def dark() -> None:
    """Every test paints in the dark palette."""
    paint.use(PALETTES["dark"])
