"""What the commands on things that are kept in versions (plans, cards) ask: which version, which file, who approves."""

from typing import Annotated

import typer

Version = Annotated[int, typer.Option(min=0, help="An older version; else the newest.")]
OlderToo = Annotated[bool, typer.Option("--all", help="Also older versions.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Approver = Annotated[str, typer.Option(metavar="NAME", help="The utility's safety officer.")]
