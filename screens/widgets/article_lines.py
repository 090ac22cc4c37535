"""An article as lines of exact width, and the list of what was found: Markdown is read, never left to draw by itself.

Every text is made harmless on its way; bullets and rules are ASCII, for theirs is a width that terminals differ in.
"""

from collections.abc import Sequence
from typing import Any

from models.rows.knowledge import ArticleRow
from models.vocabulary import ArticleState
from screens.format import cells, clean, wrap
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span

MARGIN, STEP = 2, 2
SAID = "| "
"""What stands before words that are meant to be said."""


def article_lines(row: ArticleRow, view: View, width: int) -> list[Line]:
    """Title, what is to be known about it, and its text."""
    facts = [view.word("article_state", row.state), view.say("knowledge.version", n=row.version),
             view.say("knowledge.used", n=row.used), *row.categories]  # fmt: skip
    if row.valid_until is not None:
        facts.append(view.say("knowledge.until", at=view.clock(row.valid_until)))
    if row.owner:
        facts.append(row.owner)
    head = [Line((Span(MARGIN, part, "title"),), "band") for part in wrap(row.title, width - MARGIN - 1)]
    head += [Line((Span(MARGIN, part, "dim"),)) for part in wrap("  ".join(facts), width - MARGIN - 1)]
    if row.state is not ArticleState.APPROVED or row.expired:
        why = view.say("knowledge.not_usable" if not row.expired else "knowledge.over")
        head += [Line((Span(MARGIN, f"! {part}", "amber"),)) for part in wrap(why, width - MARGIN - 3)]
    return [*head, BLANK, *markdown_lines(row.body, width)]


def markdown_lines(text: str, width: int) -> list[Line]:
    """Headings, lists, quotes and paragraphs; what a link leads to and raw HTML are shown as the text they are."""
    from markdown_it import MarkdownIt

    lines: list[Line] = []
    lists: list[int | None] = []
    quoted, tone, mark = 0, "text", ""
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        match token.type:
            case "heading_open":
                tone = "title"
                _apart(lines)
            case "paragraph_open" if not lists:
                _apart(lines)
            case "blockquote_open" | "blockquote_close":
                quoted += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                if not lists:
                    _apart(lines)
                lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                mark = _mark(lists)
            case "inline":
                indent = MARGIN + STEP * max(0, len(lists) - 1)
                lines += _wrapped(_said(token), width, indent, mark or (SAID if quoted else ""),
                                  "key" if quoted and tone == "text" else tone)  # fmt: skip
                mark = ""
            case "heading_close":
                tone = "text"
            case "fence" | "code_block":
                _apart(lines)
                lines += [Line((Span(MARGIN + STEP, clean(part), "dim"),)) for part in token.content.splitlines()]
    return lines


def _apart(lines: list[Line]) -> None:
    if lines and lines[-1] != BLANK:
        lines.append(BLANK)


def _mark(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "- "
    lists[-1] = number + 1
    return f"{number}. "


def _said(token: Any) -> str:
    parts = []
    for one in token.children or ():
        parts.append("\n" if one.type in ("softbreak", "hardbreak") else one.content)
    return "".join(parts)


def _wrapped(text: str, width: int, indent: int, mark: str, tone: str) -> list[Line]:
    room = max(8, width - indent - cells(mark) - 1)
    parts = [part for line in text.split("\n") for part in wrap(line, room)]
    lead = [mark] + [mark if mark == SAID else " " * cells(mark)] * (len(parts) - 1)
    lines = []
    for first, part in zip(lead, parts, strict=True):
        words = Span(indent + cells(first), part, tone)
        lines.append(Line((Span(indent, first, "dim"), words) if first else (words,)))
    return lines


def found_lines(rows: Sequence[ArticleRow], view: View, width: int) -> list[Line]:
    """A line an article: its title, and right whether it may be used and how often it was."""
    lines = []
    for row in rows:
        usable = row.state is ArticleState.APPROVED and not row.expired
        right = str(row.used) if usable else view.word("article_state", row.state)
        edge = width - 1 - cells(right)
        spans = (
            Span(1, "" if usable else "!", "amber"),
            Span(3, clean(row.title), "text" if usable else "dim", max(4, edge - 4)),
            Span(edge, right, "dim" if usable else "amber"),
        )
        lines.append(Line(spans, ref=row.slug))
    return lines
