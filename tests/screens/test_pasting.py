"""A paste is text: whatever it holds, no key is pressed by it, however the terminal cuts it into reads."""

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from screens.pasting import Reader, reading


def heard(chunks: list[str]) -> list[str]:
    """What comes of these reads: keys by name, pastes by their text."""
    reader, out = Reader(), []
    for chunk in chunks:
        for event in reader.feed(chunk):
            out.append(f"paste {event.text}" if isinstance(event, events.Paste) else event.key)
    return out


def test_an_escape_and_a_bell_in_a_paste_press_nothing():
    """Before, ESC and BEL ran as keys: the theme was switched."""
    pasted = f"{BRACKETED_PASTE_START}中山路\x1b\x07\x1b[31m88号\x1b{BRACKETED_PASTE_END}"
    assert heard([pasted + "a"]) == ["paste 中山路[31m88号", "a"]


@given(st.text("ab\x1b\x07[20~1\n", max_size=20), st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_however_it_is_cut_only_its_text_comes_through(text, sizes):
    """A mark that is split between two reads is still a mark."""
    text = text.replace(BRACKETED_PASTE_END, "").replace(BRACKETED_PASTE_START, "")
    whole = f"x{BRACKETED_PASTE_START}{text}{BRACKETED_PASTE_END}y"
    chunks, at, turn = [], 0, 0
    while at < len(whole):
        chunks.append(whole[at : at + sizes[turn % len(sizes)]])
        at, turn = at + sizes[turn % len(sizes)], turn + 1
    plain = "".join(char for char in text if char not in "\x1b\x07")
    assert heard(chunks) == ["x", f"paste {plain}", "y"]


def test_the_driver_reads_pastes_so(monkeypatch):
    """The console's driver makes this reader."""
    monkeypatch.setattr(linux_driver, "XTermParser", linux_driver.XTermParser)
    assert reading(LinuxDriver) is LinuxDriver
    assert linux_driver.XTermParser is Reader
