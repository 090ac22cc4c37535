"""Names are found by every way to read and to write them; surnames are read as surnames."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.naming import KeyKind, folded, latin, name_keys, plain_name
from models.placing import holds, meter_keys, pieces_of, place_text, question
from models.surnames import COMPOUND, SURNAMES

HOUSE = Path(__file__).resolve().parents[2]
SURNAME_FILE = HOUSE.parent / "shared" / "data" / "surname_pinyin_a.csv"
DISTRICTS = [("望江", "Wangjiang"), ("南湖", "South Lake")]


def keys(name: str, kind: KeyKind) -> set[str]:
    return {key for one, key in name_keys(name) if one is kind}


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("张建林", "zjl"), ("曾小贤", "zxx"), ("单田芳", "stf"), ("欧阳修", "oyx"), ("万俟卨", "mqx"),
        ("仇英", "qy"), ("区寄", "oj"), ("解缙", "xj"), ("朴正", "pz"), ("查良镛", "zly"), ("任我行", "rwx"),
        ("华佗", "ht"), ("盖聂", "gn"), ("尉迟恭", "ycg"), ("翟让", "zr"), ("召信臣", "sxc"), ("黑娃", "hw"),
        ("乐毅", "yy"), ("么书仪", "ysy"), ("繁钦", "pq"), ("员半千", "ybq"), ("折可求", "skq"), ("逄蒙", "pm"),
        ("缪荃孙", "mqs"), ("宓子贱", "mzj"), ("宓子贱", "fzj"), ("秘彭祖", "bpz"), ("种师道", "csd"), ("燕青", "yq"),
        ("那英", "ny"), ("薄熙", "bx"), ("柏杨", "by"), ("覃辉", "qh"), ("覃辉", "th"), ("褚遂良", "csl"),
        ("车晓", "cx"), ("纪晓岚", "jxl"), ("葛优", "gy"), ("宁静", "nj"), ("曲波", "qb"), ("尹天仇", "ytc"),
        ("單田芳", "stf"), ("張建林", "zjl"), ("诸葛亮", "zgl"), ("长孙无忌", "zswj"), ("单于洋", "cyy"),
        ("阿依古丽·买买提", "ayglmmt"), ("阿依古丽·买买提", "mmt"), ("Anna Keller", "ak"), ("James O'Neill", "jo"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_initials(name, initials):
    assert initials in keys(name, KeyKind.INITIALS)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [("张建林", "zhangjianlin"), ("吕布", "lvbu"), ("吕布", "lubu"), ("万俟卨", "moqixie"), ("曾小贤", "zengxiaoxian")],
)
def test_a_name_is_found_by_its_whole_pinyin(name, pinyin):
    assert pinyin in keys(name, KeyKind.PINYIN)


def test_given_names_parts_of_firms_and_latin_words_are_found():
    assert {"建林", "林"} <= keys("张建林", KeyKind.PART)
    assert "人民医院" in keys("云汀市第二人民医院", KeyKind.PART)
    assert {"keller", "kelleranna"} <= keys("Anna KELLER", KeyKind.PART)
    assert keys("Renée Müller", KeyKind.NAME) == {"reneemuller"}
    assert keys("阿依古丽・买买提", KeyKind.NAME) == {"阿依古丽买买提"}
    assert list(name_keys(" · ")) == []


NAMES = st.text(alphabet="张单曾欧阳万俟王小明建林乐长吕·áB c’-買賣龍1", min_size=1, max_size=8) | st.text(max_size=12)


@given(NAMES)
def test_folding_again_changes_nothing_and_no_key_is_empty(name):
    assert folded(folded(name)) == folded(name)
    assert plain_name(plain_name(name)) == plain_name(name)
    for _, key in name_keys(name):
        assert key
        assert key == plain_name(key)


@given(NAMES)
def test_the_same_name_written_otherwise_has_the_same_keys(name):
    assert set(name_keys(name)) == set(name_keys(f"  {name} "))


def test_each_compound_surname_has_a_syllable_for_each_sign():
    assert [name for name, read in COMPOUND.items() if len(name) != len(read)] == []
    assert [sign for sign in SURNAMES if len(sign) != 1] == []


@pytest.mark.skipif(not SURNAME_FILE.exists(), reason="the data folder does not lie beside the repository")
@pytest.mark.shared
def test_every_surname_of_the_list_is_read_as_the_list_says():
    with SURNAME_FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    missing = [
        row["surname"]
        for row in rows
        if row["pinyin"] + "xiaoming" not in keys(row["surname"] + "小明", KeyKind.PINYIN)
        or row["initials"] + "xm" not in keys(row["surname"] + "小明", KeyKind.INITIALS)
    ]
    assert rows
    assert missing == []


def test_a_question_wakes_no_dictionary():
    """The dictionary of pinyin is loaded where names are written, never where they are looked for."""
    snippet = (
        "import sys\nfrom models.looks import finding\nfrom models.naming import latin, folded\n"
        "latin('zjl'); folded('張建林')\nprint('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", snippet], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("ZJL", "zjl"), ("Ｚｊｌ", "zjl"), ("lü bu", "lubu"), ("O’Neill", "oneill"), ("张", ""), ("a1", "")],
)
def test_letters_are_pinyin_or_a_latin_name_whatever_their_case(typed, letters):
    assert latin(typed) == letters


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("民生路", True), ("民生路12号", True), ("望江民生路12号", True), ("望江区 民生路", True), ("12号 石榴", True),
        ("民生路1", True), ("民生路12号3-40", True), ("3-402", True), ("民生 3", True), ("402 民生路 12", True),
        ("民生路２号", False), ("南湖 民生路", False), ("民生路 1 3", False), ("生路 312", False),
        ("wangjiang 民生", True),
    ],
)  # fmt: skip
def test_an_address_is_found_by_its_pieces_and_numbers_are_whole_but_for_the_one_being_typed(typed, found):
    place = place_text("望江", "民生路12号3-402", "石榴楼")
    pieces = pieces_of(typed, DISTRICTS)
    assert question(pieces)
    assert holds(place, pieces) is found


def test_an_english_district_counts_only_as_whole_words():
    assert pieces_of("south lake willow road 12", DISTRICTS) == ["<南湖>", "willow", "road", " 12"]
    assert pieces_of("southlake", DISTRICTS) == ["southlake"]


@given(st.text(max_size=20))
def test_no_question_can_break_out_of_its_quotes(typed):
    asked = question(pieces_of(typed, DISTRICTS))
    assert asked.count('"') % 2 == 0


def test_a_meter_is_found_by_all_its_signs_and_by_its_long_numbers():
    assert meter_keys("IC 卡 G2.5 882001") == ("ic卡g25882001", "882001")
    assert meter_keys("M-778899") == ("m778899", "778899")
    assert meter_keys(" ") == ()
