"""Phone numbers in every way in which they are written come to one form, and stay there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.phones import (
    HOME,
    Numbering,
    digits,
    is_withheld,
    normal,
    numbering_of,
    region_of,
    spellings,
    split,
    spoken,
)

PEKING = Numbering("CN", "010")
NUMBERINGS = (HOME, PEKING, Numbering("US", "617"), Numbering("GB", ""), Numbering("", ""))


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("139 5555 0000", "13955550000"),
        ("+86 139-5555-0000", "13955550000"),
        ("0086 13955550000", "13955550000"),
        ("8613955550000", "13955550000"),
        ("１３９５５５５００００", "13955550000"),
        ("+86 142 0000 7919", "14200007919"),
        ("010-6288 1234", "01062881234"),
        ("(010)6288 1234", "01062881234"),
        ("+86 10 6288 1234", "01062881234"),
        ("6288-1234", "01062881234"),
        ("0571 8888 1234", "057188881234"),
        ("010-62881234 转 8003", "01062881234x8003"),
        ("01062881234转8003分机", "01062881234x8003"),
        ("62881234 ext. 12", "01062881234x12"),
        ("62881234＃12", "01062881234x12"),
        ("95598", "95598"),
        ("12345", "12345"),
        ("110", "110"),
        ("400 123 4567", "4001234567"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 (0)7700 900123", "+447700900123"),
        ("匿名", "匿名"),
        ("call  back\tlater", "call back later"),
        ("1-800-FLOWERS", "1-800-FLOWERS"),
        ("", ""),
        (" \u200b", ""),
    ],
)
def test_a_number_has_one_form_however_it_is_written(typed, form):
    assert normal(typed, PEKING) == form


def test_a_landline_without_area_code_stays_as_it_is_where_no_area_is_known():
    assert normal("6288 1234", HOME) == "62881234"
    assert normal("6288 1234", PEKING) == "01062881234"


@given(st.text(alphabet="0123456789+-() ext转#,.匿", max_size=24) | st.text(max_size=30), st.sampled_from(NUMBERINGS))
def test_the_form_of_a_form_is_itself(typed, numbering):
    form = normal(typed, numbering)
    assert normal(form, numbering) == form


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "0086", "86", "+86 "]))
def test_a_mobile_is_the_same_number_with_its_country_and_without(mobile, country):
    grouped = f"{country}{mobile[:3]} {mobile[3:7]}-{mobile[7:]}"
    assert normal(grouped, PEKING) == mobile


@given(st.from_regex(r"0[2-9][0-9]{8,10}|1[3-9][0-9]{9}|[2-8][0-9]{7}", fullmatch=True), st.sampled_from(NUMBERINGS))
def test_what_an_older_program_stored_is_among_the_spellings(number, numbering):
    assert normal(number, numbering) in spellings(number, numbering)
    for form in spellings(number, numbering):
        assert form == form.strip()


def test_the_spellings_hold_the_country_the_bare_number_and_the_local_one():
    assert set(spellings("010-62881234 转 3", PEKING)) == {
        "01062881234x3", "01062881234", "+861062881234", "00861062881234", "861062881234", "62881234",
    }  # fmt: skip
    assert spellings("", PEKING) == ()
    assert spellings("匿名", PEKING) == ("匿名",)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("13955550000", "139 5555 0000"),
        ("01062881234x8003", "010 6288 1234 x 8003"),
        ("62881234", "6288 1234"),
        ("+447700900123", "+44 7700 900123"),
        ("95598", "95598"),
        ("匿名", "匿名"),
    ],
)
def test_a_number_is_shown_in_the_groups_in_which_it_is_read_aloud(form, said):
    assert spoken(form, PEKING) == said


@given(st.from_regex(r"\+?[0-9]{3,15}(x[0-9]{1,5})?", fullmatch=True), st.sampled_from(NUMBERINGS))
def test_grouping_loses_and_adds_no_digit(form, numbering):
    assert spoken(form, numbering).replace(" ", "").replace("-", "").replace("(", "").replace(")", "") == form


def test_withheld_numbers_are_known_and_are_no_digits():
    for typed in ("匿名", " Anonymous ", "<unknown>", "PRIVATE NUMBER", "无主叫"):
        assert is_withheld(typed), typed
        assert digits(normal(typed)) == ""
    assert not is_withheld("13955550000")


def test_the_extension_stands_apart():
    assert split("01062881234x8003") == ("01062881234", "8003")
    assert split("x12") == ("x12", "")
    assert digits("+447700900123x2") == "447700900123"


@pytest.mark.parametrize(
    ("zone", "region"),
    [("Asia/Shanghai", "CN"), ("Asia/Urumqi", "CN"), ("PRC", "CN"), ("America/New_York", "US"), ("UTC", "")],
)
def test_the_country_comes_from_the_zone(zone, region):
    assert region_of(zone) == region
    assert numbering_of(zone) == Numbering(region, "")
    assert numbering_of(zone, "CN", "021") == Numbering("CN", "021")
