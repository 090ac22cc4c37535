"""What every paper of the command line is made with: the reader's words, the title block, and where it goes."""

from pathlib import Path
from typing import Any

from console.refusals import Misuse
from console.wiring import Visit
from screens.paper_board import title_facts
from screens.printed import Paper, html, keep, plain
from screens.view import View
from screens.wording import Wording

FORMS = ("html", "text")


def view_for(visit: Visit) -> View:
    """The language of the reader, the utility's zone, the moment, and the districts' names in that language."""
    lang = visit.settings.lang
    districts = {} if lang == "zh" else {zh: en for zh, en in visit.desk().look.districts() if en}
    return View(Wording(lang), visit.desk().zone, visit.now, districts=districts)


def papered(visit: Visit, view: View) -> list[tuple[str, str]]:
    """Whose paper it is and when it was printed; a drill says so."""
    name = visit.desk().name
    return title_facts(f"{name} [DRILL]" if visit.desk().drill else name, view)


def put(visit: Visit, paper: Paper, form: str, out: Path | None, data: Any) -> None:
    """Print a paper as HTML or text, or write it to a file that is there only when it is whole.

    Raises:
        Misuse: there is no such form.
    """
    if form not in FORMS:
        raise Misuse("print.form", f"There is no form {form}.", "Choose html or text.", form=form)
    if visit.page.as_json:
        visit.page.record(data)
        return
    text = html(paper) if form == "html" else plain(paper)
    if out is None:
        visit.page.raw(text)
        return
    keep(out, text)
    visit.page.record({"written": str(out)}, str(out))
