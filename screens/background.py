"""Work beside the loop: a job is handed over uncalled, so that one that is cancelled before it began leaves nothing."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from textual.dom import DOMNode
from textual.worker import Worker, WorkType


def start(owner: DOMNode, job: Callable[[], Awaitable[Any]], group: str, *, exclusive: bool = False) -> Worker[Any]:
    """Run `job` for as long as `owner` lives; `exclusive` ends the ones of its group that still run."""
    return owner.run_worker(cast(WorkType[Any], job), group=group, exclusive=exclusive)
