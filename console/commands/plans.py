"""``hotline plan``: emergency plans in versions, and those under way."""

from typing import Annotated, Any

import typer

from console.commands.kept_versions import Approver, DryRun, OlderToo, Version

app = typer.Typer()

Code = Annotated[str, typer.Argument(metavar="CODE", help="Such as LEAK-IN.")]


@app.command("list")
def list_(ctx: typer.Context, every: OlderToo = False) -> None:
    """List the emergency plans, with who approved them."""
    from console.planning import list_plans

    list_plans(ctx.obj, every)


@app.command()
def show(ctx: typer.Context, code: Code, version: Version = 0) -> None:
    """Show one plan: its levels, steps, contacts and supplies."""
    from console.planning import show_plan

    show_plan(ctx.obj, code, version)


@app.command()
def status(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[NUMBER]", help="A request; else all that nobody reviewed.")] = "",
) -> None:
    """Show the plans under way: each step with its time, who did it and when."""
    from console.planning import status

    status(ctx.obj, number)


@app.command("export")
def export(ctx: typer.Context, code: Code, version: Version = 0) -> None:
    """Print one plan as JSON, as 'import' takes it."""
    from console.planning import give_out

    give_out(ctx.obj, code, version)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A plan as .json or .toml.")],
    dry_run: DryRun = False,
) -> None:
    """Make a file's plan the next version, to be approved anew; what runs stays with its own."""
    from pathlib import Path

    from console.planning import take_in

    take_in(ctx.obj, Path(file), dry_run=dry_run)


@app.command("set")
def set_(
    ctx: typer.Context,
    code: Code,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Its code, or its place in the list.")],
    minutes: Annotated[int | None, typer.Option(min=0, help="Its time limit from the start; 0 for none.")] = None,
    level: Annotated[int | None, typer.Option(min=1, help="From which level on it holds.")] = None,
    zh: Annotated[str, typer.Option(help="Its words in Chinese.")] = "",
    en: Annotated[str, typer.Option(help="Its words in English.")] = "",
    owner_zh: Annotated[str, typer.Option(help="Who does it, in Chinese.")] = "",
    owner_en: Annotated[str, typer.Option(help="Who does it, in English.")] = "",
) -> None:
    """Change one step of a plan, as the next version."""
    from console.planning import set_step

    said: dict[str, Any] = {"zh": zh, "en": en, "owner_zh": owner_zh, "owner_en": owner_en}
    changes = {name: text for name, text in said.items() if text}
    changes |= {"minutes": minutes or None} if minutes is not None else {}
    changes |= {"level": level} if level is not None else {}
    set_step(ctx.obj, code, step, changes)


@app.command()
def approve(ctx: typer.Context, code: Code, by: Approver) -> None:
    """Record that the safety officer approved the newest version of a plan."""
    from console.planning import approve

    approve(ctx.obj, code, by)


@app.command()
def retire(
    ctx: typer.Context,
    code: Code,
    back: Annotated[bool, typer.Option("--back", help="Take it into use again.")] = False,
) -> None:
    """Start a plan no more; what runs goes on."""
    from console.planning import retire

    retire(ctx.obj, code, back=back)
