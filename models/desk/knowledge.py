"""The knowledge shelf: articles taken in, approved and retired, used on a call, and a case made of a closed request."""

import json
from collections.abc import Sequence
from typing import Any, Unpack

from sqlalchemy import bindparam, func, select, update

from models.articlefile import ArticleText, language_of, read_article
from models.desk import shelving_articles as shelf
from models.desk.carrying_over import ARTICLES, use_line
from models.desk.deed import Asked, clean, take_up
from models.desk.work import LINES, REQUESTS, Tools, Work, require
from models.errors import DeskError, Invalid
from models.masking import anonymous
from models.refusals import Refusal, refuse
from models.rows import Done, Seat
from models.rows.knowledge import TakenIn
from models.tables import Category, Customer, Premise
from models.vocabulary import Act, ArticleShape, ArticleState, Role, Status

CATEGORIES = Category.__table__  # type: ignore[attr-defined]
CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
PREMISES = Premise.__table__  # type: ignore[attr-defined]
_ENDING = (
    select(LINES.c.payload)
    .where(LINES.c.request_id == bindparam("id"), LINES.c.act == Act.RESOLVE.value)
    .order_by(LINES.c.seq.desc())
    .limit(1)
)
HEADINGS = {
    "zh": {"facts": "情况", "cause": "原因", "measure": "处理", "answer": "答复", "note": "说明"},
    "en": {"facts": "Facts", "cause": "Cause", "measure": "Measure", "answer": "Answer", "note": "Note"},
}
"""What the parts of a case are headed with."""


class Knowledge:
    """Verbs on articles, and two on a request: what was used on it, and the case that it becomes."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def take_in(self, seat: Seat, files: Sequence[tuple[str, str]], *, dry_run: bool = False) -> TakenIn:
        """Articles from Markdown files (``(name, text)``): known by slug, a new version where the text differs.

        A text that was approved stays so while it stays the same; another text is a draft, unless its file says
        approved. What cannot be read is left out with its reason; the rest is taken.
        """
        shelf.require_keeper(seat)
        read, rejected = _read(files)
        with self._tools.work(seat) as work:
            became: dict[str, list[str]] = {"added": [], "changed": [], "same": []}
            for name, article in read:
                try:
                    values = shelf.columns_of(work, article, self._tools.zone)
                except DeskError as error:
                    rejected.append(_reason(name, error))
                    continue
                became[_put(work, article, values, dry_run)].append(article.slug)
            return TakenIn(**{how: tuple(slugs) for how, slugs in became.items()}, rejected=tuple(rejected))

    def approve(self, seat: Seat, slug: str) -> str:
        """From now on it may be used on a call."""
        shelf.require_keeper(seat)
        with self._tools.work(seat) as work:
            row = shelf.article_row(work, slug)
            if row.state == ArticleState.APPROVED:
                raise refuse("article.already", name=row.slug, state=row.state)
            return _turned(work, row, ArticleState.APPROVED, "approve")

    def retire(self, seat: Seat, slug: str) -> str:
        """It is found no more; what it said on calls stays on record."""
        shelf.require_keeper(seat)
        with self._tools.work(seat) as work:
            row = shelf.article_row(work, slug)
            if row.state == ArticleState.RETIRED:
                raise refuse("article.already", name=row.slug, state=row.state)
            return _turned(work, row, ArticleState.RETIRED, "retire")

    def use(self, seat: Seat, which: str | int, *, article: str, **asked: Unpack[Asked]) -> Done:
        """Write down that an article was used on a request."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.USE, asked)
            if isinstance(deed, Done):
                return deed
            require(seat, Role.OPERATOR)
            row = shelf.usable(work, article)
            shelf.write_use(work, row, deed.row.id)
            deed.line(use_line(row))
            return deed.finish(clocks=False)

    def read_out(self, seat: Seat, article: str, *, draft_id: int | None = None) -> str:
        """Count a use on a call that is still a draft, or is no request at all; saving the draft gives it its line."""
        require(seat, Role.OPERATOR)
        with self._tools.work(seat) as work:
            row = shelf.usable(work, article)
            if draft_id is not None:
                _own_draft(work, draft_id)
            shelf.write_use(work, row, draft_id)
            return str(row.slug)

    def case(self, seat: Seat, which: str | int, **asked: Unpack[Asked]) -> Done:
        """Make a case of a closed request: a draft without names, phones and house numbers, to be approved."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CASE, asked)
            if isinstance(deed, Done):
                return deed
            require(seat, Role.SUPERVISOR)
            if deed.row.status != Status.CLOSED:
                facts = {"number": deed.row.number, "status": deed.row.status, "act": Act.CASE.value}
                raise Refusal("state.wrong", facts).error()
            made = work.connection.execute(select(ARTICLES.c.slug).where(ARTICLES.c.source_id == deed.row.id)).scalar()
            if made is not None:
                raise refuse("case.already", number=deed.row.number, name=made)
            slug = _case(work, deed.row)
            deed.line({"article": slug})
            return deed.finish(clocks=False)


def _read(files: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, ArticleText]], list[dict[str, str]]]:
    """The files as articles, and those that are none; of two with one slug the first holds."""
    read: dict[str, tuple[str, ArticleText]] = {}
    rejected: list[dict[str, str]] = []
    for name, text in files:
        try:
            article = read_article(name, text)
            if article.slug in read:
                raise Invalid("article.twice", f"{name}: {article.slug} stands in {read[article.slug][0]} already.",
                              "Give it another slug.", file=name, name=article.slug)  # fmt: skip
        except DeskError as error:
            rejected.append(_reason(name, error))
        else:
            read[article.slug] = (name, article)
    return list(read.values()), rejected


def _reason(name: str, error: DeskError) -> dict[str, str]:
    return {"file": name, "code": error.code, "reason": str(error)}


def _put(work: Work, article: ArticleText, values: dict[str, Any], dry_run: bool) -> str:
    row = work.connection.execute(select(ARTICLES).where(ARTICLES.c.slug == article.slug)).first()
    if row is None:
        if not dry_run:
            shelf.put_new(work, article.slug, {**values, "state": article.state or ArticleState.DRAFT.value})
        return "added"
    text_same = (row.title, row.body) == (values["title"], values["body"])
    state = row.state if text_same and row.state != ArticleState.RETIRED else ArticleState.DRAFT.value
    state = ArticleState.APPROVED.value if article.state is ArticleState.APPROVED else str(state)
    if state == row.state and all(getattr(row, name) == value for name, value in values.items()):
        return "same"
    if not dry_run:
        shelf.put_again(work, row, values, state)
    return "changed"


def _turned(work: Work, row: Any, state: ArticleState, act: str) -> str:
    retired = work.now if state is ArticleState.RETIRED else None
    turned = update(ARTICLES).where(ARTICLES.c.id == row.id).values(state=state.value, retired_at=retired)
    work.connection.execute(turned)
    shelf.noted(work, act, row.slug, {"version": row.version, "title": row.title})
    return str(row.slug)


def _own_draft(work: Work, draft_id: int) -> None:
    row = work.connection.execute(select(REQUESTS).where(REQUESTS.c.id == draft_id)).first()
    if row is None or row.status != Status.DRAFT:
        raise refuse("draft.unknown", id=draft_id)
    if row.owner_id != work.seat.operator_id and not work.seat.may(Role.SUPERVISOR):
        raise refuse("draft.not_yours", id=draft_id)


def _case(work: Work, row: Any) -> str:
    """Put the case on the shelf; returns its slug."""
    category = work.connection.execute(select(CATEGORIES).where(CATEGORIES.c.code == row.category)).first()
    said = json.loads(work.connection.execute(_ENDING, {"id": row.id}).scalar() or "{}")
    parts = {"facts": row.text, **{name: said.get(name, "") for name in ("cause", "measure", "answer", "note")}}
    language = language_of(" ".join(parts.values()))
    known = _known(work, row)
    shown = {name: anonymous(clean(text), known) for name, text in parts.items() if text.strip()}
    named = (category.zh if language == "zh" else category.en) if category is not None else str(row.category or "")
    body = "\n\n".join(f"## {HEADINGS[language][name]}\n\n{text}" for name, text in shown.items()) or named
    count = work.connection.execute(select(func.count()).where(ARTICLES.c.source_id.is_not(None))).scalar_one()
    slug = f"case-{count + 1:04d}"
    values = {"language": language, "shape": ArticleShape.CASE.value, "title": named, "body": body, "words": "",
              "categories": row.category or "", "owner": work.seat.name, "valid_until": None,
              "state": ArticleState.DRAFT.value}  # fmt: skip
    shelf.put_new(work, slug, values, source_id=row.id)
    return slug


def _known(work: Work, row: Any) -> list[str]:
    """What is on record of who called and where, by value."""
    known = [row.caller, row.phone, row.address, row.access, row.outside_number]
    if row.customer_id is not None:
        customer = work.connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == row.customer_id)).one()
        known += [customer.name, customer.phone]
    if row.premise_id is not None:
        premise = work.connection.execute(select(PREMISES).where(PREMISES.c.id == row.premise_id)).one()
        known += [premise.address, premise.building, premise.meter, premise.access]
    return [one for one in known if one]
