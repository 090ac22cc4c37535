"""The reports on indicators from the command line: as a table, JSON, CSV, HTML, and before and after a day."""

import csv
import io
import json

import pytest

NAMES = ("promises", "rates", "overdue", "coverage", "satisfaction", "service-index", "answering", "use", "supply",
         "causes", "trend")  # fmt: skip
AT = ("--now", "2026-01-03T08:00:00+08:00")


@pytest.mark.parametrize("name", NAMES)
def test_every_report_has_its_forms(inside, drill, name):
    for form in ((), ("--format", "csv"), ("--format", "html")):
        answer = inside(*AT, "report", name, *form)
        assert answer.code == 0, answer.err
        if form == ("--format", "html"):
            assert "docs/indicators.md" in answer.out
        elif form and name != "causes":
            assert len(list(csv.reader(io.StringIO(answer.out)))) > 1
    answer = inside(*AT, "--json", "report", name)
    assert (answer.code, answer.err) == (0, "")
    assert isinstance(json.loads(answer.out), list)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("overdue", "trend")])
def test_before_and_after_a_day_stand_side_by_side(inside, drill, name):
    answer = inside(*AT, "--json", "report", name, "--change", "2026-01-02T00:00:00+08:00")
    assert answer.code == 0, answer.err
    assert all({"before", "after", "difference", "changed"} <= row.keys() for row in answer.data)


def test_a_report_in_chinese_has_its_words_in_chinese(inside, drill):
    answer = inside(*AT, "--lang", "zh", "report", "coverage")
    assert "回访覆盖率" in answer.out
    assert "点火" in answer.out
    assert "无数据" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rates", "--by", "moon"), "Nothing is given by moon"),
        (("causes", "--by", "crew"), "Nothing is given by crew"),
        (("promises", "--shifts", "20,8"), "when shifts begin"),
        (("promises", "--shifts", "8"), "when shifts begin"),
        (("promises", "--shifts", "8,x"), "when shifts begin"),
        (("promises", "--shifts", "8,24"), "when shifts begin"),
        (("rates", "--change", "2027-01-02T00:00:00Z"), "not inside the span"),
        (("rates", "--since", "2026-01-03T00:00:00Z", "--until", "2026-01-01T00:00:00Z"), "ends before it begins"),
        (("rates", "--format", "pdf"), "no format pdf"),
        (("satisfaction", "--tree", "nowhere.toml"), "cannot be read as a text"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(inside, drill, words, said):
    answer = inside(*AT, "report", *words)
    assert answer.code == 2
    assert said in answer.err


def test_a_tree_of_ones_own_names_the_lines(inside, drill, tmp_path):
    path = tmp_path / "tree.toml"
    path.write_text('[lines.field]\nkinds = ["repair", "emergency"]\n', "utf-8")
    answer = inside(*AT, "--json", "report", "coverage", "--tree", str(path))
    assert [row["group"] for row in answer.data] == ["all", "all", "field", "field"]
    path.write_text("[lines]\n", "utf-8")
    answer = inside(*AT, "report", "coverage", "--tree", str(path))
    assert (answer.code, "does not say what it must" in answer.err) == (1, True)
