"""A file that holds one thing as JSON or TOML, told apart by the end of its name."""

import json
import tomllib
from pathlib import Path
from typing import Any

from console.refusals import Misuse
from models.errors import Invalid


def data_in(file: Path) -> Any:
    """What a file holds.

    Raises:
        Invalid: it cannot be read. Misuse: it is neither JSON nor TOML.
    """
    if file.suffix.lower() not in (".json", ".toml"):
        raise Misuse("card.suffix", f"{file} is neither .json nor .toml.", "Name a file of one of the two.",
                     path=str(file))  # fmt: skip
    try:
        text = file.read_text("utf-8")
        return json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        why = error.strerror or str(error)
        raise Invalid("file.unreadable", f"{file} cannot be read ({why}).", "Name another file.", path=str(file),
                      why=why) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise Invalid("file.unreadable", f"{file} cannot be read ({error}).", "Look at the file.", path=str(file),
                      why=str(error)) from error  # fmt: skip
