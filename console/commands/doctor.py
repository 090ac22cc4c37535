"""``hotline doctor``: what is wrong with this installation, and how to mend it."""

import typer


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("doctor")(doctor)


def doctor(ctx: typer.Context) -> None:
    """Look the installation over; fail if something is wrong."""
    from console.channel_diagnosis import examine_channels
    from console.diagnosis import WRONG, examine
    from console.settings import resolve
    from console.wiring import page_for

    settings = resolve(ctx.obj)
    findings = [*examine(settings), *examine_channels(settings)]
    page_for(settings).table(findings, ("check", "grade", "what", "remedy"))
    if any(finding.grade == WRONG for finding in findings):
        raise typer.Exit(1)
