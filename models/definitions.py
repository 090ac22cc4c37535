"""What each figure is, in words: one source for the pages that explain figures and for the packs that freeze them."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def definitions() -> tuple[dict[str, str], ...]:
    """The definitions in their order: `name` (the figures), `report`, `formula`, `left_out`, `source`, each with its
    Chinese beside it (``…_zh``); what is not said is empty."""
    found = tomllib.loads(files("models").joinpath("data", "definitions.toml").read_text("utf-8"))
    words = ("formula", "left_out", "source")
    return tuple(
        {"name": ", ".join(one["figures"]), "report": one["report"]}
        | {name + tail: one.get(name + tail, "") for tail in ("", "_zh") for name in words}
        for one in found["definition"]
    )
