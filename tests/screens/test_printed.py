"""Paper: whatever a caller said stays text, nothing is fetched, and columns stand below each other."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screens.format import cells, clean
from screens.printed import POLICY, Box, Form, Note, Paper, Row, Table, columns, html, plain

EVIL = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></style></html>", "&lt;b&gt; & <b>",
    "<!-- ", "]]>", "javascript:alert(1)", "' onmouseover='x", "\x00\x1b[31m\u202e", "<table><tr>",
    "&#x3c;script&#x3e;",
)  # fmt: skip
ALLOWED = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "div", "dt", "dd", "p", "table", "thead",
           "tbody", "tr", "th", "td", "b", "col"}  # fmt: skip


class Read(HTMLParser):
    """What a browser finds: the elements with their attributes, and the text outside the style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def everywhere(text: str) -> Paper:
    """A page on which one text stands in every place there is."""
    return Paper(
        "zh", text, ((text, text),),
        (Table(text, (text, "n"), (Row((text, text), "red"),), widths=(60, 40)),
         Table(text, ("a",), (), text), Note(text, (text,)),
         Form(text, (Box(text, text), Box(text)), fresh=True)),
        (text,),
    )  # fmt: skip


PLACES = 17


@pytest.mark.parametrize("text", EVIL)
def test_what_was_said_is_text_in_every_place_of_the_page(text: str) -> None:
    page = html(everywhere(text))
    seen = Read(page)
    assert {tag for tag, _ in seen.tags} <= ALLOWED
    assert seen.comments == []
    assert seen.open == []
    assert "".join(seen.texts).count(clean(text)) == PLACES
    for _, attributes in seen.tags:
        assert set(attributes) <= {"lang", "charset", "http-equiv", "content", "name", "class", "style"}
    assert page.isprintable() or page.replace("\n", "").isprintable()


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
@settings(max_examples=30)
def test_any_text_at_all_comes_back_as_it_was(text: str) -> None:
    seen = Read(html(everywhere(text)))
    same = everywhere("x")
    assert [tag for tag, _ in seen.tags] == [tag for tag, _ in Read(html(same)).tags]
    assert clean(text) in "".join(seen.texts)


def test_the_page_asks_for_nothing_from_outside() -> None:
    page = html(everywhere("x"))
    assert POLICY in page
    assert re.findall(r"https?:|//|url\(|@import|<link|<script|src=|href=", page) == []


def test_the_page_is_for_a4_on_its_side_and_repeats_its_heads() -> None:
    page = html(everywhere("x"))
    assert "size:A4 landscape" in page
    assert "display:table-header-group" in page
    assert '<html lang="zh-CN">' in page
    assert '<html lang="en">' in html(Paper("en", "", (), ()))


def test_columns_stand_below_each_other_though_signs_are_two_cells_wide() -> None:
    lines = columns(("单号", "n"), (("E-00001", "7"), ("民生路", "12")), frozenset({1}))
    assert {cells(line) for line in lines} == {7 + 2 + 2}
    assert [line[-2:] for line in lines] == [" n", " 7", "12"]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), min_size=1, max_size=5))
def test_any_rows_are_as_wide_as_each_other(rows: list[tuple[str, str]]) -> None:
    assert len({cells(line) for line in columns(("a", "b"), rows)}) == 1


def test_plain_text_has_the_same_words_and_no_control_character() -> None:
    for text in EVIL:
        said = plain(everywhere(text))
        assert said.count(clean(text).rstrip()) >= PLACES - 1
        assert said.replace("\n", "").isprintable()
    blank = plain(Paper("en", "T", (), (Form("Card", (Box("Phone"), Box("Said", lines=3))),)))
    assert blank.count("_" * 72) == 2
