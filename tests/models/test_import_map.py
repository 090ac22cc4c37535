"""The import map and one row's cells: pure reading, no database."""

import pytest

from models.errors import Invalid
from models.importmap import CellReader, read_map
from models.instants import read_instant, zone_of
from models.vocabulary import Channel, ClockKind, Kind, Priority

NOW = 1_800_000_000_000
PLAIN = '[columns]\nexternal_id = "id"\nreceived = "at"\ncategory = "what"\n'


def read(row, more="", zone="Asia/Shanghai"):
    """One row by the plain map and some more lines of it."""
    return CellReader(read_map(PLAIN + more), zone_of(zone) if zone else None).read(row, NOW)


def row(**cells):
    """A good row, but for what is said."""
    return {"id": "A1", "at": "2026-03-01 08:00:00", "what": "RP-METER"} | cells


def test_a_map_names_columns_defaults_and_channels():
    plan = read_map(PLAIN + '[defaults]\nkind = "inspection"\npriority = "P1"\nunknown_category = "create"\n'
                            'response = "policy"\n[channels]\n"Robot" = "sensor"\n')  # fmt: skip
    assert (plan.kind, plan.priority, plan.create_categories, plan.create_districts) == (
        Kind.INSPECTION, Priority.P1, True, False,
    )  # fmt: skip
    assert plan.clocks() == {ClockKind.RESPONSE, ClockKind.RESOLUTION}
    assert plan.channels == {"robot": Channel.SENSOR}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[columns", "import.map_unreadable"),
        ("columns = 3", "import.map_unreadable"),
        ('[columns]\nexternal_id = "id"\ncategory = "c"', "import.map_incomplete"),
        ('[columns]\nexternal_id = "id"\nreceived = "c"', "import.map_incomplete"),
        (PLAIN + 'colour = "c"', "import.map_unknown"),
        (PLAIN + '[defaults]\nshape = "c"', "import.map_unknown"),
        (PLAIN + "[extra]", "import.map_unknown"),
        (PLAIN + '[defaults]\nkind = "leak"', "import.unknown_word"),
        (PLAIN + '[defaults]\nresponse = "sometimes"', "import.map_unknown"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused_with_a_reason(text, code):
    with pytest.raises(Invalid) as refused:
        read_map(text)
    assert refused.value.code == code
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "zone", "iso"),
    [
        ("2015-03-08 01:59:59", "America/New_York", "2015-03-08T06:59:59"),
        ("2015-03-08 03:00:00", "America/New_York", "2015-03-08T07:00:00"),
        ("2015-11-01 01:30:00", "America/New_York", "2015-11-01T05:30:00"),
        ("2015-06-01T00:00:00+08:00", None, "2015-05-31T16:00:00"),
        ("2015-06-01T00:00:00Z", "America/New_York", "2015-06-01T00:00:00"),
        ("2015-06-01", "Asia/Shanghai", "2015-05-31T16:00:00"),
    ],
)
def test_local_time_is_read_in_its_zone_and_a_repeated_hour_is_the_first(text, zone, iso):
    assert read_instant(text, zone_of(zone) if zone else None) == read_instant(iso + "Z")


@pytest.mark.parametrize(
    ("text", "zone", "code"),
    [
        ("2015-03-08 02:30:00", "America/New_York", "instant.nonexistent"),
        ("2015-03-08 02:30:00", None, "instant.naive"),
        ("yesterday", "Asia/Shanghai", "instant.unreadable"),
        ("2015-13-01 00:00", "Asia/Shanghai", "instant.unreadable"),
        ("9999-12-31 23:59:59", "America/New_York", "instant.unreadable"),
        ("0001-01-01 00:00:00", "Asia/Shanghai", "instant.unreadable"),
    ],
)
def test_an_instant_that_cannot_be_meant_is_refused_with_a_reason(text, zone, code):
    with pytest.raises(Invalid) as refused:
        read_instant(text, zone_of(zone) if zone else None)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "Asia"])
def test_an_unknown_zone_is_named(name):
    with pytest.raises(Invalid) as refused:
        zone_of(name)
    assert refused.value.code == "zone.unknown"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"id": " "}, "import.no_external_id"),
        ({"at": ""}, "import.no_received"),
        ({"at": "soon"}, "instant.unreadable"),
        ({"kind": "leak"}, "import.unknown_word"),
        ({"grade": "P9"}, "import.unknown_word"),
    ],
)
def test_a_wrong_cell_refuses_its_row_with_a_reason(cells, code):
    with pytest.raises(Invalid) as refused:
        read(row(**cells), 'kind = "kind"\npriority = "grade"\n')
    assert refused.value.code == code


def test_oddities_are_flagged_and_not_refused():
    more = 'resolved = "done"\nresolution_due = "due"\naddress = "where"\nchannel = "how"\n'
    odd = read(
        row(at="2026-03-01 08:00:10", done="2026-03-01 08:00:00", due="2026-02-01 00:00", where="", how="Drone, red"),
        more,
    )
    assert odd.flags == ("resolved_before_received", "target_in_past", "no_address", "unknown_channel:Drone  red")
    assert odd.channel is Channel.OUTSIDE
    assert read(row(at="2099-01-01 00:00", done="", due="", where="x", how=""), more).flags == (
        "received_in_future",
        "no_target",
    )


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ("PHONE", Channel.PHONE),
        ("Constituent Call", Channel.PHONE),
        ("微信", Channel.ONLINE),
        ("12345", Channel.CITY_12345),
        ("", Channel.MAIL),
    ],
)
def test_a_channel_is_recognised_by_the_names_others_give_it(said, channel):
    assert read(row(how=said), 'channel = "how"\n[defaults]\nchannel = "mail"\n').channel is channel


def test_the_digest_follows_what_is_meant_and_not_how_it_is_written():
    same = read(row(at=" 2026-03-01T08:00:00+08:00 ")).digest
    assert read(row()).digest == same
    assert read(row(at="2026-03-01 08:00:01")).digest != same
    assert read(row(what="RP-HOSE")).digest != same


def test_text_of_callers_can_hold_anything():
    said = "\x1b[31mred[/]\x00 \ud800 😀 " + "长" * 3000
    cells = read(row(tell=said, short=None), 'text = "tell"\nnote = "short"\n')
    assert cells.words["text"].encode("utf-8")
    assert cells.words["text"].endswith("长")
    assert cells.words["note"] == ""
