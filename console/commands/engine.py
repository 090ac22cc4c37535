"""``hotline scheduler``: the engine without a screen, until it is told to end."""

import typer


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("scheduler")(scheduler)


def scheduler(ctx: typer.Context) -> None:
    """Run the engine without a screen until SIGTERM or Ctrl+C."""
    import signal
    import threading

    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: told.set())

    from console.notifying import run_sender
    from console.scheduler import Complaints, Engine
    from console.wiring import Visit

    with Visit(ctx.obj) as visit:
        desk = visit.running()
        engine = Engine(desk, Complaints(visit.page.talk))
        engine.start()
        stop_sender = run_sender(desk, visit.settings, Complaints(visit.page.talk, "Outside channels: {}"))
        told.wait()
        stop_sender()
        engine.stop()
