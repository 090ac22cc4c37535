"""The screens that are opened by name are there, and no file of the screens leads back to itself."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from textual.screen import Screen

from screens.rooms import ROOMS, room

HOUSE = Path(__file__).resolve().parents[2]


def names_of(tree, modules):
    """The files of the screens that a file imports, at its top or where it first needs them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            asked = [f"{node.module}.{one.name}" for one in node.names]
            yield from (name if name in modules else node.module for name in asked)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_that_is_named_is_a_screen(name):
    assert issubclass(room(name), Screen)


def test_no_file_of_the_screens_leads_back_to_itself():
    """Also not by an import inside a function: a screen that others open is named in `screens/rooms.py`."""
    files = {".".join(path.relative_to(HOUSE).with_suffix("").parts): path for path in HOUSE.glob("screens/**/*.py")}
    trees = {name: ast.parse(path.read_text("utf-8")) for name, path in files.items()}
    leads = {name: {one for one in names_of(tree, files) if one in files} - {name} for name, tree in trees.items()}
    assert sum(map(len, leads.values())) > 500
    try:
        TopologicalSorter(leads).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' <- '.join(error.args[1])}; name the screen in screens/rooms.py")
