"""``hotline card`` and ``hotline category words``: triage cards in versions, and the words that guess a category."""

from typing import Annotated

import typer

from console.commands.kept_versions import Approver, DryRun, OlderToo, Version

app = typer.Typer()
words = typer.Typer()

Code = Annotated[str, typer.Argument(metavar="CODE", help="Such as A.")]
Word = Annotated[str, typer.Argument(metavar="WORD", help="What a caller says; parts joined by + count together.")]
Category = Annotated[str, typer.Option(metavar="CODE", help="What it speaks for; - for nothing.")]
Weight = Annotated[int, typer.Option(min=1, max=99, help="How loud it speaks.")]


@app.command("list")
def list_(ctx: typer.Context, every: OlderToo = False) -> None:
    """List the triage cards, with who approved them."""
    from console.carding import list_cards

    list_cards(ctx.obj, every)


@app.command()
def show(ctx: typer.Context, code: Code, version: Version = 0) -> None:
    """Show one card: its questions, answers and texts."""
    from console.carding import show_card

    show_card(ctx.obj, code, version)


@app.command("export")
def export(ctx: typer.Context, code: Code, version: Version = 0) -> None:
    """Print one card as JSON, as 'import' takes it."""
    from console.carding import give_out

    give_out(ctx.obj, code, version)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A card as .json or .toml.")],
    dry_run: DryRun = False,
) -> None:
    """Make a file's card the next version, to be approved anew; older versions stay."""
    from pathlib import Path

    from console.carding import take_in

    take_in(ctx.obj, Path(file), dry_run=dry_run)


@app.command()
def approve(ctx: typer.Context, code: Code, by: Approver) -> None:
    """Record that the safety officer approved the newest version of a card."""
    from console.carding import approve

    approve(ctx.obj, code, by)


@words.command("list")
def list_words(
    ctx: typer.Context,
    category: Category = "",
    every: Annotated[bool, typer.Option("--all", help="Also those that are retired.")] = False,
) -> None:
    """List the words that guess a category."""
    from console.carding import list_words

    list_words(ctx.obj, category, every)


@words.command("add")
def add_word(ctx: typer.Context, word: Word, category: Category, weight: Weight = 10) -> None:
    """Let a word speak for a category."""
    from console.carding import change_word

    change_word(ctx.obj, "add", word, category=category, weight=weight)


@words.command("set")
def set_word(ctx: typer.Context, word: Word, category: Category, weight: Weight) -> None:
    """Change how loud a word speaks for a category."""
    from console.carding import change_word

    change_word(ctx.obj, "set", word, category=category, weight=weight)


@words.command("retire")
def retire_word(ctx: typer.Context, word: Word, category: Category) -> None:
    """Let a word speak for a category no longer; its record stays."""
    from console.carding import change_word

    change_word(ctx.obj, "retire", word, category=category)


@words.command("try")
def try_words(ctx: typer.Context, text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.")]) -> None:
    """Say what would be guessed from a text, and by which words."""
    from console.carding import try_words

    try_words(ctx.obj, text)


@words.command("export")
def export_words(ctx: typer.Context) -> None:
    """Print every word in use as CSV, as 'import' takes it."""
    from console.carding import give_out_words

    give_out_words(ctx.obj)


@words.command("import")
def import_words(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV with word, category, weight, retired.")],
    dry_run: DryRun = False,
) -> None:
    """Add, change and retire words as a file says; again changes nothing."""
    from pathlib import Path

    from console.carding import take_in_words

    if not take_in_words(ctx.obj, Path(file), dry_run=dry_run):
        raise typer.Exit(1)
