"""``hotline knowledge``, ``hotline wish`` and ``hotline feedback``: the shelf, what is wished for, what is remarked."""

from typing import Annotated

import typer

knowledge = typer.Typer()
wish = typer.Typer()
feedback = typer.Typer()

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The article's short name, such as ic-card.zh.")]
State = Annotated[str, typer.Option(metavar="draft|approved|retired", help="Only these.")]
Category = Annotated[str, typer.Option(metavar="CODE", help="Only, or first, what belongs to this category.")]
Tongue = Annotated[str, typer.Option("--language", metavar="zh|en", help="Only, or first, what is in this language.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many.")]

ARTICLES = ("slug", "title", "state", "version", "used", "categories", "valid_until")
WISHES = ("number", "outcome", "unit", "hear_by", "overdue", "text", "judged_at", "by")
REMARKS = ("at", "grade", "channel", "number", "text", "operator")


@knowledge.command("import")
def import_(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="FOLDER|FILE.md ...", help="Markdown files, or folders.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Take in articles; running it again changes only what says something else."""
    from console.shelf import take_in
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        whole = take_in(visit, paths, dry_run=dry_run)
    if not whole:
        raise typer.Exit(1)


@knowledge.command("list")
def list_(ctx: typer.Context, state: State = "", category: Category = "", language: Tongue = "") -> None:
    """List the articles by their short names."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().knowledge().listed(visit.now, state=state, category=category, language=language)
        visit.page.table(rows, ARTICLES)


@knowledge.command()
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT ...", help="Words, or a question.")],
    category: Category = "",
    language: Tongue = "",
    limit: Limit = 20,
) -> None:
    """Find articles by words, in Chinese and English."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = (
            visit.look()
            .knowledge()
            .search(" ".join(text), visit.now, category=category, language=language or visit.settings.lang, limit=limit)
        )
        visit.page.table(rows, ARTICLES)


@knowledge.command()
def show(ctx: typer.Context, slug: Slug) -> None:
    """Show an article whole."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        row = visit.look().knowledge().one(slug, visit.now)
        visit.page.record(row, None if visit.page.as_json else f"{row.title}\n\n{row.body}")


@knowledge.command()
def approve(ctx: typer.Context, slug: Slug) -> None:
    """Let an article be used on calls from now on."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        name = desk.knowledge.approve(seat, slug)
        visit.page.record({"slug": name}, name)


@knowledge.command()
def retire(ctx: typer.Context, slug: Slug) -> None:
    """Find an article no more; what it said on calls stays on record."""
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        name = desk.knowledge.retire(seat, slug)
        visit.page.record({"slug": name}, name)


@knowledge.command()
def export(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Where the Markdown files go.")],
    state: State = "",
) -> None:
    """Write the articles as Markdown files, which import reads back."""
    from console.shelf import give_out
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        written = give_out(visit, folder, state)
        visit.page.record({"written": written}, str(written))


@wish.command("list")
def list_wishes(
    ctx: typer.Context,
    outcome: Annotated[
        str, typer.Option(metavar="passed_on|explained|kept|all", help="Else what waits for a unit, then what is kept.")
    ] = "",
    limit: Limit = 200,
) -> None:
    """List wishes: those a unit has not answered, then those kept until they are possible."""
    from console.shelf import known_outcome
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().voices().wishes(visit.now, outcome=known_outcome(outcome), limit=limit)
        visit.page.table(rows, WISHES)


@feedback.command()
def add(
    ctx: typer.Context,
    grade: Annotated[str, typer.Argument(metavar="urgent|general|not_urgent", help="How urgent it is.")],
    text: Annotated[str, typer.Option(help="What was said.")],
    phone: Annotated[str, typer.Option(help="The caller's number.")] = "",
    address: Annotated[str, typer.Option(help="The place.")] = "",
    caller: Annotated[str, typer.Option(help="The caller's name.")] = "",
    channel: Annotated[str, typer.Option(help="How it came; else phone.")] = "",
    category: Annotated[str, typer.Option(metavar="CODE", help="What it is about; else a suggestion.")] = "",
    token: Annotated[str, typer.Option(metavar="T", help="Makes a retry safe: the same token saves once.")] = "",
) -> None:
    """Write feedback down: urgent and general become a request, the rest is counted; prints the number, if any."""
    from console.asking import new_request
    from console.shelf import known_grade
    from console.wiring import Visit

    given = {"text": text, "phone": phone, "address": address, "caller": caller, "channel": channel,
             "category": category, "token": token}  # fmt: skip
    new, chosen = new_request({key: value for key, value in given.items() if value}), known_grade(grade)
    with Visit(ctx.obj) as visit:
        desk, seat = visit.seated()
        made = desk.feedback.record(seat, chosen, new)
        visit.page.record(made, made.number or "-")


@feedback.command("list")
def list_feedback(
    ctx: typer.Context,
    grade: Annotated[str, typer.Option(metavar="urgent|general|not_urgent", help="Only these.")] = "",
    limit: Limit = 200,
) -> None:
    """List feedback, the newest first."""
    from console.shelf import known_grade
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        rows = visit.look().voices().remarks(grade=known_grade(grade).value if grade else "", limit=limit)
        visit.page.table(rows, REMARKS)
