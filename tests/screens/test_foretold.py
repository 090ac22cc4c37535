"""What is likely to be missed stands in the monitor below its request and in the detail below the clocks."""

import pytest
from hands import lines, until, whole
from sqlalchemy import insert

from models.prediction import LEAST, Basis, Prediction
from models.rows import NewRequest
from models.tables import Clock, District, Request
from models.vocabulary import ClockKind
from models.wall import DAY, HOUR
from screens.detail import DetailScreen
from screens.layouts import Layouts
from screens.monitor import MonitorScreen
from screens.view import View
from screens.widgets.foretold import foretold_lines, likely_lines
from screens.wording import Wording


def remember(scene, row):
    """Seven of eight comparable requests answered the caller too late."""
    begun, hour = row.received - 30 * DAY, HOUR
    with scene.desk.store.write() as connection:
        for number in range(2 * LEAST):
            id_ = 100_000 + number
            took = 30 * hour if number % 8 else 20 * hour
            connection.execute(
                insert(Request),
                {"id": id_, "number": f"R-{id_}", "serial": id_, "kind": row.kind, "category": row.category,
                 "priority": "P3", "status": "closed", "received": begun, "state_since": begun,
                 "district": row.district},
            )  # fmt: skip
            connection.execute(
                insert(Clock),
                {"request_id": id_, "kind": "response", "started_at": begun, "target_ms": 24 * hour,
                 "due_at": begun + 24 * hour, "warn_at": begun + 24 * hour, "stopped_at": begun + took, "state": 1},
            )  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "响应: 很可能超时 87% (n 128: 同类别、片区、时段)"),
     ("en", "response: likely to miss 87 % (n 128")],
)  # fmt: skip
async def test_monitor_and_detail_say_what_will_probably_be_missed(scene, tmp_path, lang, words):
    received = scene.wall.now() - 18 * HOUR
    with scene.desk.store.write() as connection:
        connection.execute(insert(District), {"name": "新区", "name_en": "Newtown"})
    new = NewRequest(category="RP-HOSE", received=received, district="新区", phone="13900000099", address="滨湖路1号")
    opened = scene.desk.intake.save(scene.li, new).id
    row = scene.desk.look.rows([opened])[opened]
    remember(scene, row)
    app = scene.app()
    async with app.run_test(size=(160, 48)):
        await until(lambda: app.seat is not None and app.glance.counts)
        app.wording = Wording(lang)
        await app.push_screen(DetailScreen(opened))
        await until(lambda: words in whole(app))
        screen = MonitorScreen(Layouts(tmp_path / "panes.json"))
        await app.push_screen(screen)
        await until(lambda: screen.board.matrix)
        pane = screen.panes[0]
        pane.ref = ("district", "新区")
        await screen.refill()
        await until(lambda: words in whole(app))
        assert screen.board.district == "新区"
        assert screen.board.risk[("新区", row.kind)] == 1
        assert any("?1" in line and name in line for line in lines(app) for name in ("新区", "Newtown"))
        await screen.action_open()
        await until(lambda: screen.host.wording("monitor.likely", n=1) in whole(app))
        await screen.app.screen.dismiss()
        await screen.narrow("城北")
        assert dict(screen.board.risk) == {("城北", row.kind): 1}


def view(lang="en"):
    return View(Wording(lang), "UTC", 0)


SAID = (
    Prediction(ClockKind.RESPONSE, 0.8699, 214, Basis.DISTRICT),
    Prediction(ClockKind.RESOLUTION, 0.3, 70, Basis.CATEGORY),
    Prediction(ClockKind.SAFE, None, 3, Basis.CATEGORY),
)


def test_the_percent_is_not_rounded_up_and_what_is_not_foretold_is_not_said():
    told = [span.text for line in foretold_lines(SAID, view(), 80) for span in line.spans]
    assert told == [
        "response: likely to miss 86 % (n 214: same category, district)",
        "resolution: may be missed 30 % (n 70: same category)",
    ]
    [narrow] = likely_lines(SAID, view(), 18, 72)
    assert narrow.spans[0].text == "response: likely to miss 86 % (n 214)"
    assert foretold_lines(SAID[2:], view(), 80) == []


def test_below_a_row_stands_only_what_is_likely():
    assert [line.spans[0].text for line in likely_lines(SAID, view("zh"), 18, 80)] == [
        "响应: 很可能超时 86% (n 214: 同类别、片区)"
    ]
