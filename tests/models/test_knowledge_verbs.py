"""Articles are taken in from Markdown, approved, used on calls and on record, and made of closed requests."""

from datetime import date
from typing import Any

import pytest

from models.articlefile import ArticleText, plain, read_article, saying, write_article
from models.desk.desk import Desk
from models.errors import Invalid
from models.migrations.knowledge import starters
from models.rows import NewRequest
from models.tables import ArticleUse, ArticleVersion
from models.vocabulary import ArticleShape, ArticleState, Disposition, Kind
from models.wall import HOUR

FRONT = "---\ntitle: 换表流程\ncategories: RP-METER\nwords: 换表, 旧表\nstate: approved\n---\n\n"
FILE = FRONT + "> 换表要停气半小时。\n\n其余。"


def put(desk: Desk, seats: Any, name: str = "swap.zh.md", text: str = FILE, **asked: Any) -> Any:
    return desk.knowledge.take_in(seats.admin, [(name, text)], **asked)


def test_a_file_is_taken_in_once_and_again_only_where_it_says_something_else(desk: Desk, seats, rows) -> None:
    assert put(desk, seats).added == ("swap.zh",)
    assert put(desk, seats).same == ("swap.zh",)
    assert put(desk, seats, text=FILE.replace("半小时", "一小时")).changed == ("swap.zh",)
    article = desk.look.knowledge().one("SWAP.zh", 0)
    assert (article.version, article.state, article.language) == (2, ArticleState.APPROVED, "zh")
    assert [row.version for row in rows(ArticleVersion, article_id=article.id)] == [1, 2]


def test_another_text_is_a_draft_again_unless_its_file_says_approved(desk: Desk, seats) -> None:
    plain_file = FILE.replace("state: approved\n", "")
    put(desk, seats, text=plain_file)
    desk.knowledge.approve(seats.supervisor, "swap.zh")
    put(desk, seats, text=plain_file)
    assert desk.look.knowledge().one("swap.zh", 0).state is ArticleState.APPROVED
    put(desk, seats, text=plain_file.replace("半小时", "一小时"))
    assert desk.look.knowledge().one("swap.zh", 0).state is ArticleState.DRAFT


def test_what_cannot_be_read_is_left_out_with_its_reason_and_the_rest_is_taken(desk: Desk, seats) -> None:
    bad = [
        ("a.md", "no heading"), ("b.md", "# only a title"), ("c.md", "---\ncolour: red\n---\n# x\n\ny"),
        ("d.md", "# x\n\n" + "y" * 20_001), ("e.md", "---\ntitle: x\ncategories: NO-SUCH\n---\ny"),
        ("f.md", "---\ntitle: x\nlanguage: fr\n---\ny"), ("g.md", "---\ntitle: x\nvalid_until: soon\n---\ny"),
        ("h h.md", "# x\n\ny"), ("good.md", "# x\n\ny"), ("sub/good.md", "# x\n\ny"),
    ]  # fmt: skip
    taken = desk.knowledge.take_in(seats.supervisor, bad)
    assert taken.added == ("good",)
    assert {one["file"]: one["code"] for one in taken.rejected} == {
        "a.md": "article.no_title", "b.md": "article.body", "c.md": "article.field", "d.md": "article.body",
        "e.md": "article.category", "f.md": "article.word", "g.md": "article.day", "h h.md": "article.slug",
        "sub/good.md": "article.twice",
    }  # fmt: skip


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, seats) -> None:
    head = desk.look.journal_head()
    assert put(desk, seats, dry_run=True).added == ("swap.zh",)
    assert desk.look.journal_head() == head
    assert "swap.zh" not in [row.slug for row in desk.look.knowledge().listed(0)]


def test_the_shelf_is_kept_by_supervisors_and_admins(desk: Desk, seats, refused) -> None:
    for seat in (seats.operator, seats.dispatcher):
        assert refused(desk.knowledge.take_in, seat, [("x.md", "# x\n\ny")]) == "role.needed"
        assert refused(desk.knowledge.approve, seat, "relighting.zh") == "role.needed"
        assert refused(desk.knowledge.retire, seat, "relighting.zh") == "role.needed"
    assert refused(desk.knowledge.approve, seats.supervisor, "ic-card.zh") == "article.already"
    assert refused(desk.knowledge.retire, seats.supervisor, "no-such") == "article.none"


def test_control_characters_of_a_file_are_gone_before_anybody_reads_it() -> None:
    read = read_article("x.md", "# a\x1b[31mb\n\ntext\x07 \u202eevil\x00\r\nnext")
    assert (read.title, read.body) == ("a[31mb", "text evil\nnext")


def test_an_article_written_to_a_file_reads_back_as_it_was() -> None:
    article = ArticleText("a.zh", "题目", "> 话\n\n# 段\n\n文", "zh", ArticleShape.SNIPPET, ("EQ-BILL",), ("词", "two"),
                          ArticleState.APPROVED, date(2027, 3, 31), "赵敏")  # fmt: skip
    assert read_article("other-name.md", write_article(article)) == article


@pytest.mark.parametrize(
    ("body", "shape", "said"),
    [
        ("Intro\n\n> say **this**\n> and that\n\nrest", ArticleShape.ARTICLE, "say this\nand that"),
        ("# Head\n\nfirst [link](http://x) `code`\n\nsecond", ArticleShape.ARTICLE, "Head"),
        ("- one\n- *two*", ArticleShape.SNIPPET, "one\ntwo"),
    ],
)
def test_what_is_said_on_the_line_is_the_quote_or_the_whole_snippet(body: str, shape: ArticleShape, said: str) -> None:
    assert saying(body, shape) == said


def test_marks_that_are_no_stress_stay() -> None:
    assert plain("2 * 3 * 4 and a_b_c") == "2 * 3 * 4 and a_b_c"


def test_what_is_used_on_a_request_stands_in_its_journal_with_the_version(desk: Desk, seats) -> None:
    done = desk.intake.save(seats.operator, NewRequest("RP-CARD", phone="1"))
    after = desk.knowledge.use(seats.operator, done.number, article="ic-card.zh", token="t")
    assert desk.knowledge.use(seats.operator, done.number, article="ic-card.zh", token="t").again
    line = desk.look.detail(done.id).journal[-1]
    assert (line.act, line.data["article"], line.data["article_version"]) == ("use", "ic-card.zh", 1)
    assert after.version == done.version
    shelf = desk.look.knowledge()
    assert [(one.slug, one.version, one.by) for one in shelf.used_on(done.id)] == [("ic-card.zh", 1, "李静")]
    assert shelf.one("ic-card.zh", 0).used == 1


def test_what_is_used_on_a_draft_comes_to_the_request_when_it_is_saved(desk: Desk, seats, rows) -> None:
    draft = desk.intake.begin(seats.operator, phone="1")
    desk.knowledge.read_out(seats.operator, "battery.zh", draft_id=draft.id)
    used_at = desk.wall.now()
    head = desk.look.journal_head()
    desk.wall.advance(minutes=2)  # type: ignore[attr-defined]
    done = desk.intake.save(seats.operator, NewRequest("RP-BATT", phone="1", draft_id=draft.id))
    lines = desk.look.journal_since(head)
    assert [line.act for line in lines] == ["save", "use"]
    assert (lines[1].request_id, lines[1].at, lines[1].data["article"]) == (done.id, used_at, "battery.zh")
    assert len(rows(ArticleUse, request_id=done.id)) == 1


def test_a_draft_text_and_an_expired_one_are_not_used_on_calls(desk: Desk, seats, refused) -> None:
    assert refused(desk.knowledge.read_out, seats.operator, "relighting.zh") == "article.not_approved"
    put(desk, seats, text=FILE.replace("state:", "valid_until: 2025-12-31\nstate:"))
    assert refused(desk.knowledge.read_out, seats.operator, "swap.zh") == "article.expired"
    desk.knowledge.approve(seats.supervisor, "relighting.zh")
    assert desk.knowledge.read_out(seats.operator, "relighting.zh") == "relighting.zh"


def closed(desk: Desk, seats: Any) -> str:
    """A complaint with a name, a phone and a house number in every text, closed."""
    done = desk.intake.save(
        seats.operator,
        NewRequest("CP-REPAIR", phone="13800001111", caller="张建林", address="民生路12号3单元402",
                   text="张建林说民生路12号3单元402的灶修了三次，电话 138-0000-1111，邻居王女士也知道"),
    )  # fmt: skip
    desk.handling.take(seats.operator, done.number)
    desk.handling.resolve(seats.operator, done.number, disposition=Disposition.ANSWERED, cause="阀芯磨损",
                          measure="给3单元402换阀芯", answer="已向张先生说明, 13900002222",
                          stage="work", unit="城东维修站", person="站长周",
                          plan="换阀芯", plan_by=desk.wall.now() + 24 * HOUR, unit_answer="已通报")  # fmt: skip
    desk.handling.close(
        seats.supervisor, done.number, withheld="其余不愿评价", scores={"speed": 4, "attitude": 5, "quality": 4}
    )
    return str(done.number)


def test_a_closed_request_becomes_a_case_without_names_phones_and_doors(desk: Desk, seats, refused) -> None:
    number = closed(desk, seats)
    assert refused(desk.knowledge.case, seats.dispatcher, number) == "role.needed"
    desk.knowledge.case(seats.supervisor, number)
    article = desk.look.knowledge().one("case-0001", 0)
    assert (article.shape, article.state, article.title) == (ArticleShape.CASE, ArticleState.DRAFT, "维修质量/反复故障")
    assert article.categories == ("CP-REPAIR",)
    for secret in ("张建林", "张先生", "王女士", "1380000", "0000-1111", "1390000", "12号", "402", number):
        assert secret not in article.body
    for fact in ("灶修了三次", "阀芯磨损", "换阀芯"):
        assert fact in article.body
    assert refused(desk.knowledge.case, seats.supervisor, number) == "case.already"
    assert desk.look.detail(number).journal[-1].data["article"] == "case-0001"


def test_only_a_closed_request_becomes_a_case(desk: Desk, seats, refused) -> None:
    done = desk.intake.save(seats.operator, NewRequest("CP-SERV", phone="1"))
    assert refused(desk.knowledge.case, seats.supervisor, done.number) == "state.wrong"


def test_a_case_is_found_by_others_only_when_it_is_approved(desk: Desk, seats) -> None:
    desk.knowledge.case(seats.supervisor, closed(desk, seats))
    shelf = desk.look.knowledge()
    assert shelf.search("阀芯磨损", 0) == []
    assert [row.slug for row in shelf.search("阀芯磨损", 0, cases=True)] == ["case-0001"]
    nobody = desk.look.seen_by(None).knowledge()
    assert nobody.search("阀芯磨损", 0, cases=True) == []
    assert "case-0001" not in [row.slug for row in nobody.listed(0)]
    desk.knowledge.approve(seats.supervisor, "case-0001")
    assert [row.slug for row in shelf.search("阀芯磨损", 0)] == ["case-0001"]


def test_every_file_starts_with_the_articles_in_both_languages(desk: Desk) -> None:
    rows = desk.look.knowledge().listed(0)
    assert len(rows) == len(starters()) == 24
    assert {row.slug.rpartition(".")[0] for row in rows if row.language == "zh"} == {
        row.slug.rpartition(".")[0] for row in rows if row.language == "en"
    }
    codes = {row.code for row in desk.look.categories()}
    assert [row.slug for row in rows if not row.categories or not set(row.categories) <= codes] == []
    assert [row.slug for row in rows if not saying(row.body).strip()] == []
    safety = [row for row in rows if row.state is ArticleState.DRAFT]
    assert len(safety) == 8
    for row in safety:
        mark = "安全负责人批准" if row.language == "zh" else "approved by the utility's safety officer"
        assert mark in row.body
    assert {row.kind for row in desk.look.categories()} >= {Kind.ENQUIRY}


def test_a_file_that_is_no_article_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as told:
        read_article("x.md", "---\nslug: Ä\ntitle: t\n---\nbody")
    assert told.value.facts["file"] == "x.md"
