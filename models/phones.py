"""Phone numbers: whatever is typed, dialled or imported comes to one stored form, and is shown in groups to read aloud.

A number of the utility's own country is kept as it is dialled at home (``13955550000``, ``01062881234``), a foreign one
as E.164 (``+447700900123``), an extension behind an ``x`` (``01062881234x8003``). Short numbers stay short; what is no
number stays as it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

SHORT = 6
"""Up to so many digits a number is a short one (``110``, ``95598``, ``12345``) and means itself."""

LOCAL = (7, 8)
"""Lengths of a landline without its area code, as China has them."""

WITHHELD = frozenset(
    {"匿名", "未知", "隐藏", "隐藏号码", "不显示", "保密", "无号码", "无主叫", "anonymous", "unknown", "unavailable",
     "withheld", "private", "private number", "restricted", "no number", "no caller id", "blocked"}
)  # fmt: skip
"""What exchanges and people write where a number was not shown."""

_ALIASES = {"PRC": "CN", "Asia/Chongqing": "CN", "Asia/Chungking": "CN", "Asia/Harbin": "CN", "Asia/Kashgar": "CN",
            "ROC": "TW", "Hongkong": "HK", "Singapore": "SG", "Japan": "JP", "ROK": "KR", "GB": "GB",
            "US/Eastern": "US", "US/Central": "US", "US/Mountain": "US", "US/Pacific": "US"}  # fmt: skip
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_EXTENSION = re.compile(
    r"[\s(]*(?:转分机|转|分机号?|ext(?:ension)?\.?|x|#|;ext=|,)[\s:]*([0-9]{1,8})(?:\s*分机)?\)?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s()./\-‐‑‒–—―−·_]")
_NUMBER = re.compile(r"\+?[0-9]+")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where the utility's phones stand: its country (``CN``; empty: none) and its area code (``010``; may be empty)."""

    region: str = "CN"
    area: str = ""


HOME = Numbering()


@cache
def region_of(zone: str) -> str:
    """The country of a time zone as ISO 3166 has it; empty for one of no country. Source: zone.tab of tzdata."""
    if zone in _ALIASES:
        return _ALIASES[zone]
    from importlib import resources

    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    cells = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((line[0] for line in cells if line[2:3] == [zone]), "")


def numbering_of(zone: str, region: str = "", area: str = "") -> Numbering:
    """The numbering of a file: what its header says, else what its zone means."""
    return Numbering(region or region_of(zone), area)


def normal(text: str, numbering: Numbering = HOME) -> str:
    """The one form in which this number is stored and looked up; applied again it changes nothing."""
    plain = _plain(text)
    return plain if not plain or (_MOBILE.fullmatch(plain) and numbering.region == "CN") else _settled(plain, numbering)


def _plain(text: str) -> str:
    """Full-width digits as plain ones, nothing invisible, blanks single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    wide = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
    return " ".join("".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in wide).split())


@lru_cache(maxsize=4096)
def _settled(plain: str, numbering: Numbering) -> str:
    """The reading that reads as itself; a number that never comes to rest stays its digits."""
    known = [plain]
    for _ in range(4):
        known.append(_read(known[-1], numbering))
        if known[-1] == known[-2]:
            return known[-1]
    return plain


def split(phone: str) -> tuple[str, str]:
    """``(number, extension)``; the extension may be empty."""
    found = _EXTENSION.search(phone)
    if found is None or not any(sign.isdigit() for sign in phone[: found.start()]):
        return phone, ""
    return phone[: found.start()], found[1]


def _read(plain: str, numbering: Numbering) -> str:
    main, extension = split(plain)
    bare = _BETWEEN.sub("", main.replace("(0)", "") if main.startswith(("+", "00")) else main)
    if not _NUMBER.fullmatch(bare):
        return plain
    behind = f"x{extension}" if extension else ""
    return (bare if len(bare) <= SHORT else _dialled(bare, numbering)) + behind


def _dialled(bare: str, numbering: Numbering) -> str:
    """A bare number as it is dialled at home, or abroad with its country."""
    if numbering.area and len(bare) in LOCAL and bare[0] not in "01+":
        return numbering.area + bare
    import phonenumbers as library

    try:
        number = library.parse(bare, numbering.region or None)
    except library.NumberParseException:
        return bare
    if not library.is_possible_number(number) or (number.country_code or 0) < 1:
        return bare
    if number.country_code != library.country_code_for_region(numbering.region):
        return str(library.format_number(number, library.PhoneNumberFormat.E164))
    if library.is_valid_number(number):
        return re.sub(r"[^0-9]", "", library.format_number(number, library.PhoneNumberFormat.NATIONAL))
    code, significant = str(number.country_code), library.national_significant_number(number)
    # A number that no list knows keeps its digits; only the country before it goes.
    return significant if bare.lstrip("+0") == code + significant and bare != significant else bare


def is_withheld(phone: str) -> bool:
    """Was the number not shown?"""
    return _plain(phone).casefold().strip("()[]<>") in WITHHELD


def digits(phone: str) -> str:
    """The digits by which a stored number is found, without its extension; none of what is no number."""
    main, _ = split(phone)
    return main.lstrip("+") if _NUMBER.fullmatch(main) else ""


def spellings(phone: str, numbering: Numbering = HOME) -> tuple[str, ...]:
    """Every form under which an older program may have stored this number, the present one first."""
    form = normal(phone, numbering)
    main, _ = split(form)
    if not main or not _NUMBER.fullmatch(main):
        return (form,) if form else ()
    forms = [form, main]
    if not main.startswith("+") and len(main) > SHORT and numbering.region:
        import phonenumbers as library

        code = str(library.country_code_for_region(numbering.region))
        home = main[1:] if main.startswith("0") and not main.startswith("00") else main
        forms += [f"+{code}{home}", f"00{code}{home}", f"{code}{home}"]
    elif main.startswith("+"):
        forms.append(f"00{main[1:]}")
    if numbering.area and main.startswith(numbering.area) and len(main) - len(numbering.area) in LOCAL:
        forms.append(main[len(numbering.area) :])
    return tuple(dict.fromkeys(forms))


def spoken(phone: str, numbering: Numbering = HOME, extension: str = "x") -> str:
    """A stored number in the groups in which it is read aloud: ``139 5555 0000``, ``010 6288 1234 x 8003``."""
    main, behind = split(phone)
    if not _NUMBER.fullmatch(main):
        return phone
    return _grouped(main, numbering) + (f" {extension} {behind}" if behind else "")


@lru_cache(maxsize=1024)
def _grouped(main: str, numbering: Numbering) -> str:
    if len(main) <= SHORT:
        return main
    if _MOBILE.fullmatch(main) and numbering.region == "CN":
        return f"{main[:3]} {main[3:7]} {main[7:]}"
    if len(main) in LOCAL and not main.startswith("+"):
        return f"{main[:-4]} {main[-4:]}"
    import phonenumbers as library

    try:
        number = library.parse(main, numbering.region or None)
    except library.NumberParseException:
        return main
    home = number.country_code == library.country_code_for_region(numbering.region)
    form = library.PhoneNumberFormat.NATIONAL if home else library.PhoneNumberFormat.INTERNATIONAL
    shown = str(library.format_number(number, form))
    return shown if re.sub(r"[^0-9+]", "", shown) == main else main
