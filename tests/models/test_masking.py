"""What tells of a person or a door is taken out of a case, by its value on record and by its form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.masking import HIDDEN, anonymous

NAMES = st.sampled_from(["张建林", "欧阳慧敏", "王芳", "Rosalind Quill", "O'Neil", "李", "ＺＨＡＯ Min"])
PHONES = st.sampled_from(
    ["13800001111", "+86 138 0000 1111", "0573-8222 3344", "555-010-0200", "(555) 010 0200", "62880003"]
)
DOORS = st.sampled_from(
    ["民生路12号3-402", "建设路28号院5幢2单元601室", "12 Main St, Apt 4B", "石榴巷9号", "7 Oak Tree Lane"]
)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)


def spaced(phone: str) -> str:
    """The digits as somebody else would write them."""
    digits = re.sub(r"\D", "", phone)
    return " ".join((digits[:3], digits[3:7], digits[7:])).strip()


@given(NAMES, PHONES, DOORS, WORDS, WORDS, WORDS)
def test_no_value_on_record_survives_however_it_is_quoted(name, phone, door, one, two, three) -> None:
    text = f"{one} {name} {two} {phone} / {spaced(phone)} {door} {three}"
    out = anonymous(text, [name, phone, door])
    plain = anonymous(out)  # what is left holds nothing by its form, either
    assert plain == out
    if len(name) > 1:
        assert name.casefold() not in out.casefold()
    digits = re.sub(r"\D", "", phone)
    assert digits not in re.sub(r"[\s().+-]", "", out)
    assert door not in out


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_any_text_can_be_asked_and_asking_twice_changes_nothing(text, known) -> None:
    out = anonymous(text, known)
    assert anonymous(out, known) == out
    assert not re.search(r"[0-9](?:[ ().\-]?[0-9]){7,}", out)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("找王女士或李师傅", ("王", "李")),
        ("call Mrs Ann Hathaway", ("Ann", "Hathaway")),
        ("写信到 wang.wu@example.com", ("wang", "example")),
        ("住5幢2单元601室", ("5", "2", "601")),
        ("A栋三单元十二楼", ("A", "十二")),
        ("flat 12b, house 7", ("12", "7")),
        ("at 221B Baker Street", ("221",)),
        ("身份证 33040219800101123X", ("1980",)),
        ("电话１３８００００１１１１", ("1380", "１３８")),
    ],
)
def test_names_and_doors_are_known_by_their_form(text: str, gone: tuple[str, ...]) -> None:
    out = anonymous(text)
    assert [part for part in gone if part in out] == []
    assert HIDDEN in out


@pytest.mark.parametrize(
    "text", ["压力 2.5 kPa, 30 分钟后复测", "换阀芯, 三次点火都正常", "the hose was 18 months old", "第2次上门修好"]
)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert anonymous(text) == text
