"""Goals, the service tree and the checklists from the command line."""

import pytest


@pytest.fixture
def admin(inside, drill):
    """``admin(*words)``: what an admin asks of a fresh drill file."""
    shown = inside("--json", "operator", "list")
    assert shown.code == 0, shown.err
    login = next(one["login"] for one in shown.data if "admin" in one["roles"])

    def ask(*words, at="2026-01-03T08:00:00+08:00", form=("--json",)):
        return inside("--now", at, "--as", login, *form, *words)

    return ask


def test_a_goal_is_set_listed_changed_and_removed(admin):
    assert admin("goal", "set", "answered_within_20s", "--over", "week").code == 0
    assert admin("goal", "set", "reopened", "--at-most", "5", "--of", "kind:repair").code == 0
    own = [row for row in admin("goal", "list").data if row["rings"]]
    assert {(row["name"], row["of"], row["bound"], row["goal"], row["over"]) for row in own} == {
        ("answered_within_20s", "", ">=", 80, "week"), ("reopened", "kind:repair", "<=", 5, "month"),
    }  # fmt: skip
    usual = [row["name"] for row in admin("goal", "list").data if not row["rings"]]
    assert "satisfied" in usual
    assert "answered_within_20s" not in usual
    again = admin("goal", "set", "answered_within_20s", "--over", "week", form=())
    assert (again.code, "that already" in again.err) == (1, True)
    assert admin("goal", "remove", "reopened", "--of", "kind:repair", at="2026-01-04T08:00:00+08:00").code == 0
    then = admin("goal", "list", "--at", "2026-01-03T12:00:00+08:00", at="2026-01-05T08:00:00+08:00").data
    assert "reopened" in [row["name"] for row in then if row["rings"]]
    now = admin("goal", "list", at="2026-01-05T08:00:00+08:00").data
    assert "reopened" not in [row["name"] for row in now if row["rings"]]
    assert len([row for row in admin("goal", "list", "--all").data if row["rings"]]) == 2
    (checked,) = admin("goal", "check", at="2026-01-05T08:00:00+08:00").data
    assert (checked["goal"], checked["kept"], checked["remark"]) == ("answered_within_20s/week", None, "no data")
    assert admin("goal", "history", "answered_within_20s", "--over", "week").data == []
    shown = admin("--lang", "zh", "goal", "list", form=())
    assert "满意率" in shown.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "moon"), "no indicator"),
        (("set", "satisfied", "--of", "moon:x"), "not given by"),
        (("set", "reopened"), "no usual goal"),
        (("set", "satisfied", "--at-least", "1", "--at-most", "2"), "one bound"),
        (("set", "satisfied", "--over", "moon"), "no period"),
        (("remove", "satisfied"), "No goal is set"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(admin, words, said):
    answer = admin("goal", *words, form=())
    assert answer.code != 0
    assert said in answer.err


OWN = """
[aspects]
speed = 3
quality = 1
[lines.field]
kinds = ["emergency", "repair"]
[lines.rest]
kinds = ["inspection", "complaint", "enquiry"]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[lines.a]\ncategories = ["XX-MOON"]', "no category"),
        ('[lines.a]\nkinds = ["moon"]', "no kind"),
        ('[lines.a]\ncategories = ["RP-HOSE"]\n[lines.b]\ncategories = ["RP-HOSE"]', "stands in two lines"),
        ('[lines.a]\nkinds = ["repair"]\n[lines.b]\nkinds = ["repair"]', "stands in two lines"),
        ('[lines.a]\nunder = "b"\n[lines.b]\nunder = "a"', "round in a circle"),
        ('[lines.a]\nunder = "a"', "round in a circle"),
        ('[lines.a]\nunder = "b"\n[lines.b]', "is a line itself"),
        ('[lines.all]\nkinds = ["repair"]', "can be no name"),
        ("[aspects]\nspeed = 0\n[lines.a]", "does not say what it must"),
        ("[aspects]\nspeed = -1\n[lines.a]", "does not say what it must"),
        ("[lines", "cannot be read"),
    ],
)
def test_a_wrong_tree_is_refused_in_words(admin, tmp_path, text, said):
    file = tmp_path / "tree.toml"
    file.write_text(text, "utf-8")
    for verb in ("check", "import"):
        answer = admin("tree", verb, str(file), form=())
        assert answer.code != 0
        assert said in answer.err
    assert admin("tree", "show", "--versions").data == []


def test_a_tree_is_kept_in_versions_and_past_reports_keep_theirs(admin, tmp_path):
    usual = admin("tree", "export", form=())
    file = tmp_path / "tree.toml"
    file.write_text(usual.out, "utf-8")
    assert "would change" in admin("tree", "import", str(file), form=()).err
    file.write_text(OWN, "utf-8")
    assert admin("tree", "check", str(file)).code == 0
    assert admin("tree", "import", str(file)).data["version"] == 1
    assert admin("tree", "export", at="2026-01-04T08:00:00+08:00", form=()).out == OWN
    assert admin("tree", "export", "--at", "2026-01-02T08:00:00+08:00", form=()).out == usual.out
    shown = admin("tree", "show", at="2026-01-04T08:00:00+08:00").data
    assert (shown["aspects"], [one["line"] for one in shown["lines"]]) == (
        {"speed": 3, "quality": 1},
        ["field", "rest"],
    )
    spans = (("2026-01-01T00:00:00+08:00", "2026-01-02T00:00:00+08:00"),
             ("2026-01-01T00:00:00+08:00", "2026-01-04T00:00:00+08:00"))  # fmt: skip
    groups = [
        {row["group"] for row in admin("report", "coverage", "--since", since, "--until", until,
                                       at="2026-01-05T08:00:00+08:00").data}
        for since, until in spans
    ]  # fmt: skip
    assert "ignition" in groups[0]
    assert groups[1] == {"all", "field", "rest"}
    (version,) = admin("tree", "show", "--versions").data
    assert version["version"] == 1
    late = admin("tree", "import", str(file), "--from", "2026-01-01T00:00:00+08:00", form=())
    assert "from now or a later moment" in late.err


def test_checklists_are_kept_in_versions(admin, tmp_path):
    usual = admin("checklist", "export", form=()).out
    file = tmp_path / "lists.toml"
    file.write_text(usual.replace('code = "hose"', 'code = "pipework"', 1), "utf-8")
    assert admin("checklist", "check", str(file)).code == 0
    assert admin("checklist", "import", str(file)).data["version"] == 1
    codes = [row["code"] for row in admin("checklist", "show", "household", at="2026-01-04T08:00:00+08:00").data]
    assert "pipework" in codes
    assert "hose" in [
        row["code"] for row in admin("checklist", "show", "household", "--at", "2026-01-02T08:00:00+08:00").data
    ]
    assert len(admin("checklist", "show", "--versions").data) == 1


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("[household]", "[homes]", "these lists and no others"),
        ('code = "leak"', 'code = "room"', "twice"),
        ('code = "leak"', 'code = "Leak 1"', "does not say what it must"),
        ("grade = 1", "grade = 4", "must be 1, 2 or 3"),
        ('en = "escape (leak test)"', 'en = ""', "does not say what it must"),
        ("items = [", "item = [", "1 to 99 items"),
        ("items = [", "items = ", "cannot be read"),
    ],
)
def test_wrong_checklists_are_refused_in_words(admin, tmp_path, was, becomes, said):
    usual = admin("checklist", "export", form=()).out
    file = tmp_path / "lists.toml"
    assert was in usual
    file.write_text(usual.replace(was, becomes, 1), "utf-8")
    answer = admin("checklist", "import", str(file), form=())
    assert answer.code != 0
    assert said in answer.err
