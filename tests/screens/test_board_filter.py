"""The monitor shows the wanted part of the work, says so all the time, and never hides what is about lives."""

import json
from typing import Any

import pytest
from hands import lines, until, whole, write

from models.vocabulary import QUEUES, Kind
from models.wall import HOUR
from models.wanted import Wanted
from screens.board_filter import read_wanted, wanted_board, wanted_words
from screens.drill import DrillScreen
from screens.format import clean
from screens.layouts import Layout, Layouts
from screens.monitor import MonitorScreen
from screens.view import View
from screens.wording import Wording

DISTRICTS = [("城东", "East"), ("城北", "North"), ("开发", "Development")]
CREWS = ["抢1", "修2"]
HERE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("城北 抢修", Wanted(("城北",), ("emergency",))),
        ("north repair emergency", Wanted(("城北",), ("repair", "emergency"))),
        ("东区 北区 抢1", Wanted(("城东", "城北"), crews=("抢1",))),
        ("０８－２０　修2", Wanted(crews=("修2",), shift=(8, 20))),
        ("20-8", Wanted(shift=(20, 8))),
        ("20-24", Wanted(shift=(20, 0))),
    ],
)
def test_a_filter_is_typed_in_either_language_in_any_order(typed: str, wanted: Wanted) -> None:
    assert read_wanted(typed, DISTRICTS, CREWS) == (wanted, "")
    view = View(Wording("zh"), HERE, 0)
    assert read_wanted(wanted_words(wanted, view), DISTRICTS, CREWS) == (wanted, "")


def test_a_word_that_means_nothing_is_named_and_filters_nothing() -> None:
    assert read_wanted("城北 火星", DISTRICTS, CREWS) == (Wanted(), "火星")
    assert read_wanted("8-8", DISTRICTS, CREWS) == (Wanted(), "8-8")


@pytest.mark.parametrize(
    ("hour", "day", "night"), [(7, False, True), (8, True, False), (19, True, False), (20, False, True)]
)
def test_a_shift_takes_its_first_hour_and_leaves_its_last(hour: int, day: bool, night: bool) -> None:
    at = 1_795_276_800_000 + hour * HOUR  # a local midnight in Shanghai, and so many hours
    assert Wanted(shift=(8, 20)).in_shift(at, HERE) is day
    assert Wanted(shift=(20, 8)).in_shift(at, HERE) is night


def test_what_a_filter_leaves_and_leaves_out_is_together_the_whole_board(scene: Any) -> None:
    now, desk = scene.wall.now(), scene.desk
    whole_board = wanted_board(desk, now, None, "zh", Wanted())
    assert not whole_board.outside
    for wanted in (Wanted(("城北",)), Wanted(kinds=("repair",)), Wanted(crews=("抢1",)), Wanted(shift=(8, 20)),
                   Wanted(("城东",), ("emergency",), ("抢3",), (0, 23))):  # fmt: skip
        board = wanted_board(desk, now, None, "zh", wanted)
        shown = {"queues": sum(cell.open for cell in board.matrix), "alarms": len(board.alarms),
                 "crews": len(board.crews)}  # fmt: skip
        for pane, count in {"queues": sum(cell.open for cell in whole_board.matrix), "alarms": len(whole_board.alarms),
                            "crews": len(whole_board.crews)}.items():  # fmt: skip
            assert shown[pane] + board.outside[pane] == count, (wanted, pane)
        life = {alarm.id for alarm in whole_board.alarms if alarm.severity >= 3}
        assert life <= {alarm.id for alarm in board.alarms}


def test_by_district_and_kind_the_matrix_is_the_usual_one(scene: Any) -> None:
    now, desk = scene.wall.now(), scene.desk
    usual = {(cell.district, cell.kind): cell for cell in desk.look.matrix(now)}
    for kind in QUEUES:
        board = wanted_board(desk, now, None, "zh", Wanted(("城东", "城北"), (kind.value,)))
        expected = {key: cell for key, cell in usual.items() if key[0] in ("城东", "城北") and key[1] is kind}
        assert {(cell.district, cell.kind): cell for cell in board.matrix} == expected
    crewed = wanted_board(desk, now, None, "zh", Wanted(crews=("抢1", "抢3")))
    assert [cell.open for cell in crewed.matrix if cell.kind is Kind.EMERGENCY] == [1, 1]


async def test_f_filters_all_four_panes_says_so_is_remembered_and_escape_ends_it(scene: Any, tmp_path: Any) -> None:
    path = tmp_path / "panes.json"
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = MonitorScreen(Layouts(path))
        await app.push_screen(screen)
        await until(lambda: screen.board.matrix)
        await pilot.press("f")
        await until(lambda: screen.line.typed.value == "筛选 ")
        await write(pilot, "城北")
        await pilot.press("enter")
        await until(lambda: screen.board.wanted)
        await pilot.pause()
        assert "筛选  城北" in lines(app)[1]
        assert "筛选外" in whole(app)
        assert {cell.district for cell in screen.board.matrix} == {"城北"}
        assert {row.district for row in screen.board.urgent} == {"城北"}
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 160
        await screen.command("筛选 城北 火星")
        await until(lambda: "火星" in screen.line.said.text)
        await screen.command("filter north repair")
        await until(lambda: screen.board.wanted.kinds)
        await pilot.press("1", "home", "enter")
        await until(lambda: isinstance(app.screen, DrillScreen) and app.screen.table.cursor_id is not None)
        assert {(row.district, row.kind) for row in app.screen.table.window.rows.values()} == {("城北", Kind.REPAIR)}
        assert clean("筛选 城北 报修") in whole(app)
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        assert Layouts(path).read("li").wanted == Wanted(("城北",), ("repair",))
        await pilot.press("escape")
        await until(lambda: not screen.board.wanted)
        await pilot.pause()
        assert "筛选外" not in whole(app)
        assert len({cell.district for cell in screen.board.matrix}) == 5
    assert "wanted" not in json.loads(path.read_text("utf-8"))["li"]


@pytest.mark.parametrize("spoilt", [7, [], {"districts": "x"}, {"shift": [3]}, {"shift": [9, 9]}, {"shift": ["a", 25]}])
def test_a_spoilt_filter_in_the_file_filters_nothing(tmp_path: Any, spoilt: Any) -> None:
    path = tmp_path / "panes.json"
    path.write_text(json.dumps({"li": {"across": 50, "wanted": spoilt}}), "utf-8")
    assert Layouts(path).read("li").wanted == Wanted()
    Layouts(path).write("li", Layout(wanted=Wanted(("城北",), shift=(20, 8))))
    assert Layouts(path).read("li") == Layout(wanted=Wanted(("城北",), shift=(20, 8)))
