"""Pinyin initials are told without a dictionary, and are right for every word that can be said."""

import subprocess
import sys
from itertools import product

import pytest

from screens.hearing import meant_by, sayable
from screens.initials import initials
from screens.word_lists import ALSO
from screens.wording import catalogue

BY_HAND = {
    "派工": "pg", "挂起": "gq", "办结": "bj", "重开": "ck", "重大险情": "zdxq", "重分类": "cfl", "撤销": "cx",
    "改级": "gj", "转交": "zj", "到场": "dc", "完工": "wg", "拆单": "cd", "并单": "bd", "用户要求": "yhyq",
    "家中无人": "jzwr", "未见故障": "wjgz", "抢3": "q3", "张建林": "zjl", "仇小虎": "qxh", "曾荣": "zr", "阀门": "fm",
    "搁置": "gz", "更正": "gz", "调压": "ty", "嗅": "x",
}  # fmt: skip
SECTIONS = ("hold_reason", "disposition", "result", "alarm_rule", "emergency", "way", "act", "step", "kind", "clock")


def spoken() -> list[str]:
    """Every Chinese word that the line knows."""
    words = [word for key in sayable() for word in key.zh]
    words += [word for key, word in catalogue("zh").items() if key.partition(".")[0] in SECTIONS]
    words += [word for also in ALSO.values() for said in also.values() for word in said.split()]
    return sorted({word for word in words if not word.isascii()})


@pytest.mark.parametrize(("word", "short"), BY_HAND.items())
def test_initials_are_right_by_hand(word, short):
    """Words with more than one reading among them."""
    assert initials(word) == short


def test_every_word_has_initials():
    """None has a character that the order of the standard does not tell."""
    assert [word for word in spoken() if not initials(word)] == []


def test_a_dictionary_agrees():
    """Where one is installed: each initial is one of the character's readings."""
    pypinyin = pytest.importorskip("pypinyin")
    wrong = []
    for word in spoken():
        letters = [char for char in word if not char.isascii()]
        readings = pypinyin.pinyin("".join(letters), style=pypinyin.Style.NORMAL, heteronym=True)
        short = "".join(char for char in initials(word) if char.isalpha())
        if len(letters) == len(word) and short not in {"".join(one[0] for one in way) for way in product(*readings)}:
            wrong.append((word, short))
    assert wrong == []


def test_initials_that_mean_several_words_name_them_all():
    """Nothing is chosen for the person."""
    assert {key.id for key in meant_by("hf")} == {"act.resume", "aftercare"}
    assert [key.id for key in meant_by("gq")] == ["act.hold"]
    assert [key.id for key in meant_by("ＰＧ")] == ["act.assign"]


def test_the_console_starts_without_the_grammar():
    """It is furnished at the first colon."""
    code = (
        "import sys; import console.app, screens.operator;"
        "print(*(name for name in sys.modules if name in ('screens.grammar', 'screens.hearing', 'screens.initials',"
        " 'screens.bulk', 'screens.history', 'screens.memory', 'models.signatures', 'pypinyin')))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []
