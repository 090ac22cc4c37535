"""Paper: a title block, tables, plots and forms to fill in, as one page of HTML that prints without a network, or text.

A page is built as a tree of elements and written by the standard library, so that nothing a caller said can become
markup; a policy inside the page forbids every script and every address besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from screens.format import cells, clean
from screens.plots import Plot
from screens.plots_svg import svg

STYLE = """
body{font:10pt/1.35 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
margin:1.5em;color:#1f2833;background:#fff}
h1{font-size:15pt;margin:0 0 .3em}h2{font-size:11.5pt;margin:1.1em 0 .3em;break-after:avoid}
dl{display:flex;flex-wrap:wrap;gap:.1em 1.6em;margin:0 0 .6em}dl div{display:flex;gap:.5em}dt{color:#505b67}dd{margin:0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{text-align:left;color:#505b67;font-weight:normal;border-bottom:1.5px solid #1f2833}
td,th{padding:.18em .5em .18em 0;vertical-align:top;overflow-wrap:anywhere}
th{word-break:keep-all;overflow-wrap:normal}td{border-bottom:1px solid #ccd2d8}
.r{text-align:right;padding-right:1em}.n{white-space:nowrap;overflow-wrap:normal}
tr.red td{font-weight:bold}tr.red td:first-child{border-left:4px solid #b3261e;padding-left:.4em}
tr.dim td{color:#505b67}
p{color:#505b67;margin:.3em 0;max-width:80em}
.form{border:1.5px solid #1f2833;padding:.5em .8em;margin:.8em 0;break-inside:avoid;display:grid;
grid-template-columns:repeat(12,1fr);gap:.35em .8em}.form h2{grid-column:1/-1;margin:0}
.box{border-bottom:1px solid #505b67;min-height:1.9em}.box b{font-weight:normal;color:#505b67;padding-right:.6em}
.page{break-before:page}
.small{font-size:8.5pt}.small h2{font-size:10.5pt}.small h1{font-size:15pt}
.plots{display:grid;grid-template-columns:1fr 1fr;gap:.6em 2em;margin:.4em 0}
figure{margin:0;break-inside:avoid}figcaption{color:#505b67;margin-bottom:.2em}
svg.plot{width:100%;max-width:13cm;height:auto;font-family:inherit;font-variant-numeric:tabular-nums}
@page{size:A4 landscape;margin:11mm 12mm 13mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}}
@media print{body{margin:0}thead{display:table-header-group}tr{break-inside:avoid}}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, whatever stands in the page."""

TWELFTHS = 12
"""The columns of a form's grid."""

GAP = 2
"""Blanks between the columns of a table in plain text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; its tone is ``red``, ``dim`` or nothing."""

    cells: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, and what is said if it has no row.

    `right` are the columns set to the right edge, `whole` those that are never broken; `widths` are in percent, for
    tables that are to stand below each other.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    none: str = ""
    right: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Lines of text under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A place to write by hand: its label, what stands there already, its width in twelfths and its height in lines."""

    label: str
    text: str = ""
    width: int = 3
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Boxes in a frame that is never torn over two pages; with `fresh` it begins one."""

    title: str
    boxes: tuple[Box, ...]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Drawings:
    """Plots side by side under a title; as text they are left out, for the tables say the same."""

    title: str
    plots: tuple[Plot, ...]


Part = Table | Note | Form | Drawings


@dataclass(frozen=True, slots=True)
class Paper:
    """A page: its language, its title, the facts of its title block, its parts, and what is said at its end."""

    lang: str
    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...] = ()
    small: bool = False
    """Is it long, and set in small type?"""


# HTML


def html(paper: Paper) -> str:
    """The page as one self-contained file."""
    root = Element("html", lang="zh-CN" if paper.lang == "zh" else "en")
    head = SubElement(root, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width")
    _text(head, "title", paper.title)
    SubElement(head, "style").text = STYLE
    body = SubElement(root, "body", {"class": "small"} if paper.small else {})
    _text(body, "h1", paper.title)
    block = SubElement(body, "dl")
    for name, value in paper.facts:
        pair = SubElement(block, "div")
        _text(pair, "dt", name)
        _text(pair, "dd", value)
    for part in paper.parts:
        _part(body, part)
    for line in paper.foot:
        _text(body, "p", line)
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _text(under: Element, tag: str, text: str, classes: str = "") -> Element:
    made = SubElement(under, tag, {"class": classes} if classes else {})
    made.text = clean(text)
    return made


def _part(body: Element, part: Part) -> None:
    match part:
        case Table():
            _table(body, part)
        case Note():
            _text(body, "h2", part.title)
            for line in part.lines:
                _text(body, "p", line)
        case Form():
            _form(body, part)
        case Drawings():
            _drawings(body, part)


def _drawings(body: Element, part: Drawings) -> None:
    if part.title:
        _text(body, "h2", part.title)
    place = SubElement(body, "div", {"class": "plots"})
    for plot in part.plots:
        made = SubElement(place, "figure")
        _text(made, "figcaption", plot.title)
        made.append(svg(plot, sum(1 for _ in body.iter("svg"))))


def _table(body: Element, table: Table) -> None:
    if table.title:
        _text(body, "h2", table.title)
    if not table.rows:
        _text(body, "p", table.none)
        return
    made = SubElement(body, "table")
    for width in table.widths:
        SubElement(made, "col", style=f"width:{width}%")
    classes = [" ".join("r" * (n in table.right) + "n" * (n in table.whole)) for n in range(len(table.head))]
    head = SubElement(SubElement(made, "thead"), "tr")
    for name, kind in zip(table.head, classes, strict=True):
        _text(head, "th", name, kind)
    rows = SubElement(made, "tbody")
    for row in table.rows:
        line = SubElement(rows, "tr", {"class": row.tone} if row.tone else {})
        for cell, kind in zip(row.cells, classes, strict=True):
            _text(line, "td", cell, kind)


def _form(body: Element, form: Form) -> None:
    made = SubElement(body, "div", {"class": "form page" if form.fresh else "form"})
    if form.title:
        _text(made, "h2", form.title)
    for box in form.boxes:
        style = f"grid-column:span {box.width};min-height:{1.9 * box.lines:g}em"
        place = SubElement(made, "div", {"class": "box", "style": style})
        label = _text(place, "b", box.label)
        label.tail = clean(box.text)


# Text


def plain(paper: Paper) -> str:
    """The same as plain text, for a terminal, a mail or a line printer; nothing is cut."""
    lines = [clean(paper.title), "  ".join(f"{clean(name)}: {clean(value)}" for name, value in paper.facts)]
    for part in paper.parts:
        said = _plain_part(part)
        lines += ["", *said] if said else []
    lines += ["", *map(clean, paper.foot)] if paper.foot else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _plain_part(part: Part) -> list[str]:
    head = [f"== {clean(part.title)}"] if part.title else []
    match part:
        case Table() if not part.rows:
            return [*head, clean(part.none)]
        case Table():
            return [*head, *columns(part.head, [row.cells for row in part.rows], part.right)]
        case Note():
            return [*head, *map(clean, part.lines)]
        case Form():
            return [*head, *_blanks(part.boxes)]
        case Drawings():
            return []


def columns(head: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Lines whose columns stand below each other, however wide their signs are."""
    lines = [[clean(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    return [
        (" " * GAP).join(
            " " * (width - cells(cell)) + cell if place in right else cell + " " * (width - cells(cell))
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]


def _blanks(boxes: Sequence[Box]) -> list[str]:
    """Each box on a line of its own, what is to be written underlined."""
    lines = []
    for box in boxes:
        said = clean(box.text)
        lines.append(f"{clean(box.label)}: {said or '_' * 40}")
        lines += ["_" * 72] * (box.lines - 1) * (not said)
    return lines


def keep(path: Path, text: str) -> None:
    """Write a file in one stroke, readable for its owner alone: callers' names and numbers stand in it."""
    part = path.with_name(f".{path.name}.part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)
