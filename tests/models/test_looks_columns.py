"""The looks name the tables a second time; here the two are held together."""

from sqlalchemy import Boolean
from sqlmodel import SQLModel

from models import tables
from models.looks import columns

NAMED = {one.name: one for one in vars(columns).values() if hasattr(one, "c") and hasattr(one, "name")}


def test_every_table_has_the_same_columns_in_the_same_order():
    """What is written by one name is read by the same."""
    assert tables.__all__
    written = {name: [one.name for one in table.columns] for name, table in SQLModel.metadata.tables.items()}
    assert {name: [one.name for one in table.c] for name, table in NAMED.items()} == written


def test_what_answers_yes_or_no_is_the_same():
    """A truth is read as one, not as a number."""
    truths = {one.name for t in SQLModel.metadata.tables.values() for one in t.columns if isinstance(one.type, Boolean)}
    assert truths == columns.FLAGS
