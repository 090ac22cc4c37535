"""Options before environment before settings file before defaults."""

import pytest

from console.refusals import Misuse
from console.settings import Asked, machine_zone, resolve


def test_the_option_wins_over_the_environment_and_that_over_the_file(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('db = "file.db"\nlang = "zh"\noperator = "wang"\n', "utf-8")
    environ = {"HOTLINE_SETTINGS": str(file), "HOTLINE_DB": "environment.db", "LANG": "en_GB.UTF-8"}
    settings = resolve(Asked(db="option.db"), environ)
    assert (settings.db, settings.lang, settings.operator) == ("option.db", "zh", "wang")
    assert resolve(Asked(), environ).db == "environment.db"
    assert resolve(Asked(), {"HOTLINE_SETTINGS": str(file)}).db == "file.db"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"), ({}, "en"),
     ({"HOTLINE_LANG": "zh", "LANG": "C"}, "zh")],
)  # fmt: skip
def test_the_language_is_that_of_the_locale_unless_one_is_named(environ, lang):
    assert resolve(Asked(), environ).lang == lang


@pytest.mark.parametrize("text", ["lang = 'zh", "colour = 'red'", "db = 3", "lang = 'fr'"])
def test_a_settings_file_that_means_nothing_is_refused_by_name(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Misuse):
        resolve(Asked(), {"HOTLINE_SETTINGS": str(file)})


def test_the_zone_of_the_machine_is_that_of_TZ_or_of_its_link_or_of_its_file(tmp_path):
    (tmp_path / "timezone").write_text("Europe/Paris\n", "utf-8")
    assert machine_zone({}, tmp_path) == "Europe/Paris"
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert machine_zone({}, tmp_path) == "Asia/Tokyo"
    assert machine_zone({"TZ": ":America/New_York"}, tmp_path) == "America/New_York"
    assert machine_zone({"TZ": "Nowhere/Land"}, tmp_path / "none") == "UTC"
