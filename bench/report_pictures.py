"""`python -m bench.report_pictures`: pictures of reports for the docs, from the sample, in a browser without a network.

The browser is found on PATH and is no part of the project: Chromium or Chrome, which prints and shows a page without a
window. Words on the command line choose pictures by a part of their name; with `--pdf FOLDER` every page is printed on
A4 into that folder instead, to be looked at.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from console.cli import main as hotline
from models.desk.desk import Desk
from models.migrations import upgrade
from models.store import Store
from models.vocabulary import Role
from models.wall import SystemClock, to_iso

HOUSE = Path(__file__).resolve().parents[1]
FOLDER = HOUSE / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--proxy-server=127.0.0.1:9")
"""No window, and a proxy that is not there: nothing can be fetched."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A report, its language, and how much of its page is shown (pixels)."""

    name: str
    lang: str
    report: tuple[str, ...]
    size: tuple[int, int] = (980, 640)


PICTURES = (
    Picture("period", "zh", ("period", "--month", "last")),
    Picture("period", "en", ("period", "--month", "last")),
    Picture("promises", "en", ("promises", "--by", "district"), (980, 420)),
    Picture("causes", "zh", ("causes",), (980, 560)),
    Picture("calls", "en", ("calls",), (980, 480)),
)


def main(words: Sequence[str]) -> int:
    """Draw what was asked for; 1 if there is no browser."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write(f"No browser on PATH; one of {', '.join(BROWSERS)} draws the pictures.\n")
        return 1
    pdf = Path(words[words.index("--pdf") + 1]) if "--pdf" in words else None
    wanted = [] if pdf else words
    with tempfile.TemporaryDirectory() as folder:
        db, until, seat = _sample(Path(folder))
        os.environ["HOTLINE_DB"], os.environ["HOTLINE_OPERATOR"] = str(db), seat
        for picture in PICTURES:
            name = f"report-{picture.name}-{picture.lang}"
            if not wanted or any(word in name for word in wanted):
                page = Path(folder) / f"{name}.html"
                page.write_text(_page(picture, until), encoding="utf-8")
                _draw(browser, page, picture, (pdf or FOLDER) / f"{name}.{'pdf' if pdf else 'png'}")
    return 0


def _sample(folder: Path) -> tuple[Path, str, str]:
    """A copy of the sample, the moment it was last swept, and who answers for its shift."""
    path = folder / "city.db"
    path.write_bytes((HOUSE / "sample.db").read_bytes())
    upgrade(path)
    desk = Desk(Store(path), SystemClock())
    swept = desk.look.engine().swept_at
    seat = next(one.login for one in desk.look.operators() if Role.SUPERVISOR in one.roles)
    desk.store.close()
    return path, to_iso(swept or 0), seat


def _page(picture: Picture, until: str) -> str:
    span = () if picture.name == "period" else ("--until", until)
    said = StringIO()
    with redirect_stdout(said):
        code = hotline(["--lang", picture.lang, "report", *picture.report, *span, "--format", "html"])
    if code:
        raise SystemExit(f"hotline report {' '.join(picture.report)} ended with {code}.")
    return said.getvalue()


def _draw(browser: str, page: Path, picture: Picture, target: Path) -> None:
    wide, high = picture.size
    how = [f"--screenshot={target}", f"--window-size={wide},{high}"]
    if target.suffix == ".pdf":
        how = [f"--print-to-pdf={target}", "--no-pdf-header-footer"]
    subprocess.run([browser, *QUIET, *how, page.as_uri()], check=True, capture_output=True, timeout=120)
    print(f"{target.name} {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
