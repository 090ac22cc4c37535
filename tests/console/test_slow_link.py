"""What a terminal of few colours or on a slow line is given, and that the options reach the library before it loads."""

import pytest

from console.refusals import Misuse
from console.settings import Asked, resolve
from console.terminal import colours_of, prepare


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "full"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "full"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "screen"}, "16"),
    ],
)
def test_a_terminal_says_how_many_colours_it_has(environ, colours):
    assert colours_of("auto", False, environ) == colours


def test_a_slow_link_has_sixteen_colours_unless_more_are_asked_for():
    rich = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    assert colours_of("auto", True, rich) == "16"
    assert colours_of("full", True, rich) == "full"
    assert colours_of("16", False, rich) == "16"


def test_the_library_is_told_before_it_is_imported():
    environ: dict[str, str] = {}
    prepare(environ, colours="16", slow=True)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == "standard"
    assert environ["TEXTUAL_FPS"] == "10"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"


def test_option_environment_and_file_say_what_the_line_is_like(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('slow_link = true\ncolors = "256"\n[goals]\narrival = 97.5\n', "utf-8")
    here = {"HOTLINE_SETTINGS": str(file)}
    settings = resolve(Asked(), here)
    assert (settings.slow_link, settings.colors, settings.goals) == (True, "256", {"arrival": 97.5})
    assert not resolve(Asked(), here | {"HOTLINE_SLOW_LINK": "0"}).slow_link
    assert resolve(Asked(slow_link=True, colors="16"), {"HOTLINE_SLOW_LINK": "0"}).slow_link
    assert resolve(Asked(), {"HOTLINE_COLORS": "16"}).colors == "16"
    assert resolve(Asked(), {}).colors == "auto"


@pytest.mark.parametrize(
    "text",
    ["slow_link = 'yes'", "colors = 'many'", "goals = 3", "[goals]\narrival = 0", "[goals]\narrival = 101",
     "[goals]\narrival = true", "[goals]\nreply = 90", "[goals]\narrival = '95'"],
)  # fmt: skip
def test_a_setting_that_means_nothing_is_refused(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Misuse):
        resolve(Asked(), {"HOTLINE_SETTINGS": str(file)})
