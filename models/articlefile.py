"""An article as a Markdown file: optional front matter, a title, a body; what is said on the line is its block quote.

Front matter stands between two lines of three dashes, one ``name: value`` a line; lists are separated by commas.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.errors import Invalid
from models.vocabulary import ArticleShape, ArticleState

FIELDS = ("slug", "title", "language", "shape", "categories", "words", "state", "valid_until", "owner")
LANGUAGES = ("zh", "en")
LONGEST = 20_000
"""Characters of a body; nobody reads more while somebody waits on the line."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t#]*$")
_FURNITURE = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|(?:```|~~~).*$|(?:[-*_][ \t]*){3,}$)", re.M)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRESS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What a file says of an article; `state` is None where the file says nothing, `valid_until` a calendar day."""

    slug: str
    title: str
    body: str
    language: str
    shape: ArticleShape = ArticleShape.ARTICLE
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    state: ArticleState | None = None
    valid_until: date | None = None
    owner: str = ""


def read_article(name: str, text: str) -> ArticleText:
    """The article in a file called `name`; without front matter its name, first heading and letters tell the rest.

    Raises:
        Invalid: an unknown field or word, no title, no body, or too much of it.
    """
    text = harmless(text)
    front = _FRONT.match(text)
    facts = _facts(front[1], name) if front else {}
    body = text[front.end() :].strip() if front else text.strip()
    first, _, rest = body.partition("\n")
    heading = _HEADING.fullmatch(first.strip())
    if heading and facts.get("title", heading[1]) == heading[1]:
        facts.setdefault("title", heading[1])
        body = rest.strip()
    if not facts.get("title", "").strip():
        raise Invalid("article.no_title", f"{name} has no title.", "Begin it with a heading, or name a title.",
                      file=name)  # fmt: skip
    if not body or len(body) > LONGEST:
        raise Invalid("article.body", f"{name} has no text, or more than {LONGEST} characters.",
                      "Write the text below the title; divide a long one.", file=name, most=LONGEST)  # fmt: skip
    return _article(name, facts, body)


def _facts(front: str, name: str) -> dict[str, str]:
    facts: dict[str, str] = {}
    for line in front.splitlines():
        field, colon, value = line.partition(":")
        if line.strip() and not line.lstrip().startswith("#"):
            if not colon or field.strip() not in FIELDS:
                allowed = ", ".join(FIELDS)
                raise Invalid("article.field", f"{name} names {field.strip()!r}, which an article does not have.",
                              f"It may have: {allowed}.", file=name, field=field.strip(),
                              allowed=allowed)  # fmt: skip
            facts[field.strip()] = value.strip().strip("\"'").strip()
    return {field: value for field, value in facts.items() if value}


def _article(name: str, facts: dict[str, str], body: str) -> ArticleText:
    stem = name.rsplit("/", 1)[-1].removesuffix(".md").lower()
    slug = facts.get("slug", stem).lower()
    if not _SLUG.fullmatch(slug):
        raise Invalid("article.slug", f"{name}: {slug!r} cannot be the short name of an article.",
                      "Use small letters, digits, dot, dash and underscore.", file=name, slug=slug)  # fmt: skip
    guessed = next((one for one in LANGUAGES if slug.endswith(f".{one}")), language_of(facts["title"] + body))
    language = _word(name, "language", facts.get("language", guessed), LANGUAGES)
    shape = _word(name, "shape", facts.get("shape", ArticleShape.ARTICLE.value), [one.value for one in ArticleShape])
    state = facts.get("state")
    if state is not None:
        state = _word(name, "state", state, [ArticleState.DRAFT.value, ArticleState.APPROVED.value])
    return ArticleText(
        slug, facts["title"], body, language, ArticleShape(shape), _listed(facts.get("categories", "")),
        _listed(facts.get("words", "")), ArticleState(state) if state else None, _day(name, facts.get("valid_until")),
        facts.get("owner", ""),
    )  # fmt: skip


def _word(name: str, field: str, given: str, allowed: Any) -> str:
    if given not in allowed:
        listed = ", ".join(allowed)
        raise Invalid("article.word", f"{name}: {given!r} is not a word for {field}.", f"Use one of: {listed}.",
                      file=name, given=given, field=field, allowed=listed)  # fmt: skip
    return given


def _listed(text: str) -> tuple[str, ...]:
    parts = re.split(r"[,，、;；]", text.strip("[]"))
    return tuple(dict.fromkeys(part.strip().strip("\"'") for part in parts if part.strip()))


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("article.day", f"{name}: {text!r} is no day.", "Write it like 2027-03-31.", file=name,
                      text=text) from error  # fmt: skip


def write_article(article: ArticleText) -> str:
    """The file from which :func:`read_article` reads the same article."""
    facts = {
        "slug": article.slug, "title": article.title, "language": article.language, "shape": article.shape.value,
        "categories": ", ".join(article.categories), "words": ", ".join(article.words),
        "state": article.state.value if article.state else "",
        "valid_until": article.valid_until.isoformat() if article.valid_until else "", "owner": article.owner,
    }  # fmt: skip
    front = "".join(f"{name}: {value}\n" for name, value in facts.items() if value)
    return f"---\n{front}---\n\n{article.body}\n"


def harmless(text: str) -> str:
    """Text whose control characters are gone; its lines stay lines."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cf"))


def language_of(text: str) -> str:
    """``zh`` if Chinese is written there, else ``en``."""
    return "zh" if re.search(r"[\u3400-\u9fff]", text) else "en"


def saying(body: str, shape: ArticleShape = ArticleShape.ARTICLE) -> str:
    """What is said on the line and put into a field: all of a snippet; of others the block quote, or else the first
    paragraph."""
    quoted = [line.strip()[1:].strip() for line in body.splitlines() if line.lstrip().startswith(">")]
    if shape is ArticleShape.SNIPPET:
        return plain(body)
    if quoted:
        return plain("\n".join(quoted))
    return plain(next((part for part in re.split(r"\n\s*\n", body) if plain(part)), ""))


def plain(markdown: str) -> str:
    """Markdown as plain text in lines without the marks."""
    text = _LINK.sub(r"\1", _FURNITURE.sub("", markdown))
    for _ in range(3):
        text = _STRESS.sub(r"\2", text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def same_text(one: ArticleText, other: ArticleText) -> bool:
    """Do both say the same? The state is not part of what is said."""
    return replace(one, state=None) == replace(other, state=None)
