"""Half a year of a real city's requests (Boston 311, 2015): where its file lies, what its columns mean, its rows read.

The file is nobody's to pass on: it lies beside the checkout, if at all, and is never copied into it.
"""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from models.migrations import create
from models.store import Store
from models.wall import SystemClock

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FILE = DATA / "boston311_2015_h1.csv.gz"
ZONE = "America/New_York"
MAP = """
[columns]
external_id = "case_id"
received = "open_dt"
resolved = "closed_dt"
resolution_due = "target_dt"
category = "type"
address = "location"
district = "neighborhood"
channel = "source"
[defaults]
kind = "repair"
priority = "P3"
unknown_category = "create"
unknown_district = "create"
response = "none"
"""
"""What an import says of the file; the city keeps no instant of a first contact."""


def read(file: Path = FILE) -> Iterator[dict[str, str]]:
    """The rows of a gzipped file, by the csv module alone."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def opened(path: Path) -> Store:
    """An empty database of that city."""
    return Store(create(path, zone=ZONE, name="Boston", drill=True, wall=SystemClock()))
