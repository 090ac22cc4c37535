"""What may be said for a fact of a closed or a listed kind: every spelling in both languages, and its initials."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.rows import CategoryRow, CrewRow, OperatorRow
from screens.grammar import Slot, Sort
from screens.initials import initials
from screens.wording import LANGUAGES, catalogue

ALSO: Mapping[str, Mapping[str, str]] = {
    "hold_reason": {"not_home": "用户不在 不在家 无人 nobody away", "customer_asked": "用户要 asked",
                    "customer_works": "施工 works", "access_refused": "不让进 no_entry", "payment": "缴费 欠费 unpaid",
                    "parts": "配件 缺件"},
    "act": {"accept": "接受", "en_route": "route 路上", "on_site": "site 到达", "done": "finish",
            "decline": "退单 no", "withdraw": "收回", "check_in": "应答 平安 ok"},
    "step": {"offered": "派工", "accepted": "accept", "en_route": "route 出发", "on_site": "site 到达"},
    "disposition": {"fixed": "修复 修好", "made_safe": "安全", "no_fault": "正常", "no_access": "进不去",
                    "answered": "解答", "referred": "转交"},
    "priority": {"P1": "1", "P2": "2", "P3": "3", "P4": "4"},
    "fact": {"note": "备注", "text": "自述 内容", "phone": "电话 号码", "caller": "姓名", "people": "人数",
             "outside_number": "案号", "fire_service": "消防", "neighbours": "邻居", "basement": "地下室",
             "valve_which": "阀", "found_how": "核实"},
    "checked": {"clear": "无气 没气 ok", "gas": "有气", "no_entry": "没进去", "not_there": "没有", "not_yet": "没查"},
    "way": {"begin": "设为", "attach": "加入", "detach": "去掉", "end": "完"},
}  # fmt: skip
"""What people say beside the words on the screen."""

YES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "source_found": (("查明", "found", "yes", "是"), ("未查明", "not_found", "no", "否")),
    "told": (("已告知", "told", "yes", "是"), ("未告知", "untold", "no", "否")),
    "reply": (("答复来文", "reply", "来文"), ()),
    "reasonable": (("合理", "reasonable", "yes", "是"), ("不合理", "unreasonable", "no", "否")),
    "lawful": (("合法", "lawful", "yes", "是"), ("不合法", "unlawful", "no", "否")),
    "possible": (("可行", "possible", "yes", "是"), ("不可行", "impossible", "no", "否")),
    "agreed": (("满意", "认可", "agreed", "yes", "是"), ("不满意", "不认可", "not_agreed", "no", "否")),
    "odour": (("有气味", "odour"), ("无气味", "no_odour")),
}
"""How a yes and a no are said."""

OUTCOMES: Mapping[str, tuple[str, ...]] = {"tries": ("未接通", "noanswer", "no_answer"), "quiet": ("静默", "quiet")}
"""How a call-back can have ended without scores."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be said: its value, how it is shown and put into the line, and all its spellings."""

    value: Any
    label: str
    words: tuple[str, ...]
    hint: str = ""

    @property
    def initials(self) -> tuple[str, ...]:
        """The initials of its Chinese spellings."""
        return tuple(filter(None, (initials(word) for word in self.words if not word.isascii())))


@dataclass(frozen=True, slots=True)
class Known:
    """The lists of the desk, read when the line was opened, the language of the reader, the zone and the moment."""

    lang: str = "zh"
    zone: str = "UTC"
    now: int = 0
    crews: Sequence[CrewRow] = ()
    operators: Sequence[OperatorRow] = ()
    categories: Sequence[CategoryRow] = ()


def plain(text: str) -> str:
    """As words are compared: plain width, small letters, a dash as good as an underscore."""
    return unicodedata.normalize("NFKC", text).strip().casefold().replace("-", "_")


def choices_of(slot: Slot, known: Known) -> list[Choice]:
    """What can be said for a fact; nothing where it is open."""
    match slot.sort:
        case Sort.WORD:
            return [_word(slot.section, value, known.lang) for value in slot.words]
        case Sort.YES:
            return _yes_or_no(slot.name, known.lang)
        case Sort.CREW:
            return [_choice(one.code, one.code, (one.code, one.name)) for one in known.crews if not one.retired]
        case Sort.OPERATOR | Sort.LEADER:
            return [_person(one, slot.sort) for one in known.operators if not one.retired]
        case Sort.CATEGORY:
            return [_category(one, known.lang) for one in known.categories if not one.retired]
        case Sort.OUTCOME:
            pick = 0 if known.lang == "zh" else 1
            return [_choice(name, words[pick], words) for name, words in OUTCOMES.items()]
    return []


def named_choices(slots: Sequence[Slot], lang: str = "zh") -> list[Choice]:
    """The names of facts, each as it can be typed before what it is to be."""
    out = []
    for slot in slots:
        shown = [catalogue(language).get(f"fact.{slot.name}", slot.name).replace(" ", "_") for language in LANGUAGES]
        also = ALSO["fact"].get(slot.name, "").split()
        out.append(_choice(slot.name, shown[LANGUAGES.index(lang)], (slot.name, *shown, *also)))
    return out


def _choice(value: Any, label: str, words: Iterable[str], hint: str = "") -> Choice:
    return Choice(value, label, tuple(dict.fromkeys(plain(word) for word in words if word)), hint)


def _word(section: str, value: str, lang: str) -> Choice:
    shown = [catalogue(language).get(f"{section}.{value}", value) for language in LANGUAGES]
    spaced = [word.replace(" ", "_") for word in shown]
    also = ALSO.get(section, {}).get(value, "").split()
    label = spaced[LANGUAGES.index(lang)] if lang == "zh" else value
    return _choice(value, label, (value, *spaced, *also), shown[LANGUAGES.index(lang)] if lang != "zh" else "")


def _yes_or_no(name: str, lang: str) -> list[Choice]:
    yes, no = YES[name]
    pick = 0 if lang == "zh" else 1
    found = [_choice(True, yes[pick], yes)]
    return [*found, _choice(False, no[pick], no)] if no else found


def _person(row: OperatorRow, sort: Sort) -> Choice:
    value = row.id if sort is Sort.OPERATOR else row.login
    return _choice(value, row.name.replace(" ", "_") or row.login, (row.name, row.name.replace(" ", "_"), row.login,
                                                                     row.initials), row.login)  # fmt: skip


def _category(row: CategoryRow, lang: str) -> Choice:
    return _choice(row.code, row.code, (row.code, row.zh, row.en.replace(" ", "_")), row.zh if lang == "zh" else row.en)


def matching(choices: Sequence[Choice], typed: str, *, loose: bool = True) -> list[Choice]:
    """The choices that are meant: by the whole word; if `loose`, else by initials, a beginning, or a part of it."""
    word = plain(typed)
    if not word:
        return []
    exact = [one for one in choices if word in one.words]
    if exact or not loose:
        return exact
    by_initials = [one for one in choices if word in one.initials]
    begun = [one for one in choices if any(known.startswith(word) for known in one.words)]
    if by_initials or begun:
        return begun if begun and not by_initials else [*dict.fromkeys([*by_initials, *begun])]
    return [one for one in choices if len(word) > 1 and any(word in known for known in one.words)]


def beginning(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that what was typed may still become, for Tab; all of them where nothing is typed."""
    word = plain(typed)
    if not word:
        return list(choices)
    first = [one for one in choices if any(known.startswith(word) for known in (*one.words, *one.initials))]
    first.sort(key=lambda one: not plain(one.label).startswith(word))
    rest = [one for one in choices if one not in first and any(word in known for known in one.words)]
    return [*first, *rest]
