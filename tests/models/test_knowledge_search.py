"""The knowledge shelf is searched in Chinese and English, also with one or two signs."""

import pytest

from models.desk.desk import Desk
from models.looks.knowledge import parts_of, pieces_of
from models.store import Store


def slugs(desk: Desk, typed: str, **asked: object) -> list[str]:
    return [row.slug for row in desk.look.knowledge().search(typed, desk.wall.now(), **{"language": "zh", **asked})]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("卡表", "ic-card.zh"),  # two signs, a word of its own
        ("ic卡", "meter-types.zh"),  # any case
        ("点", "relighting.zh"),  # one sign
        ("relight", "relighting.en"),
        ("CO", "carbon-monoxide.en"),  # two letters, a word of its own before a part of others
        ("阀门 找不到", "find-valve.zh"),  # several words
        ("ｔｏｐ ｕｐ", "ic-card.en"),  # typed full-width
        ("停气后怎么重新点火", "relighting.zh"),  # a question that stands nowhere as a whole
        ("没电黑屏了怎么办", "battery.zh"),
    ],
)
def test_an_article_is_found_by_what_a_person_types(desk: Desk, typed: str, first: str) -> None:
    assert slugs(desk, typed)[0] == first


def test_the_category_of_the_request_comes_first(desk: Desk) -> None:
    assert slugs(desk, "阀")[0] == "find-valve.zh"
    assert slugs(desk, "阀", category="RP-CARD")[0] in ("ic-card.zh", "meter-types.zh")
    assert set(slugs(desk, "", category="EM-CO")) == {"carbon-monoxide.zh", "carbon-monoxide.en"}
    assert slugs(desk, "", category="EM-CO", language="en")[0] == "carbon-monoxide.en"


def test_what_is_used_more_comes_before_what_is_used_less(desk: Desk, seats) -> None:
    first, second = slugs(desk, "", category="RP-METER")[:2]
    desk.knowledge.read_out(seats.operator, second)
    assert slugs(desk, "", category="RP-METER")[:2] == [second, first]
    assert desk.look.knowledge().one(second, desk.wall.now()).used == 1


@pytest.mark.parametrize("typed", ['"', "'", '"a" OR *', "100%_!", "\0", "NEAR(", "x" * 3000, "。，", "𠮷"])
def test_nothing_that_can_be_typed_breaks_the_search(desk: Desk, typed: str) -> None:
    assert isinstance(slugs(desk, typed), list)


def test_retired_and_expired_articles_are_not_found(desk: Desk, seats) -> None:
    desk.knowledge.retire(seats.supervisor, "battery.zh")
    assert "battery.zh" not in slugs(desk, "电池")
    text = "---\ntitle: 春节营业时间\nstate: approved\nvalid_until: 2026-01-01\n---\n节日照常受理。"
    desk.knowledge.take_in(seats.admin, [("spring.zh.md", text)])
    assert slugs(desk, "春节营业") == ["spring.zh"]
    desk.wall.advance(hours=16)  # 2026-01-02 00:00 in Shanghai
    assert slugs(desk, "春节营业") == []
    assert desk.look.knowledge().one("spring.zh", desk.wall.now()).expired


def test_a_changed_article_is_found_by_its_new_words_alone(desk: Desk, seats, store: Store) -> None:
    for body in ("阴极保护测试", "管廊巡线说明"):
        desk.knowledge.take_in(seats.admin, [("line.zh.md", f"# 管线\n\n{body}")])
    assert slugs(desk, "管廊巡线") == ["line.zh"]
    assert slugs(desk, "阴极保护测试") == []
    with store.write() as connection:  # raises if the index says anything else than the articles
        connection.exec_driver_sql("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")


def test_what_was_typed_is_taken_apart_into_words_and_pairs() -> None:
    assert parts_of("  怎么点火? CO。 ") == ["怎么点火", "CO"]
    assert pieces_of(["怎么点火", "Relight", "go"]) == ["怎么", "么点", "点火", "relight"]
