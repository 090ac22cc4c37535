"""The product's own emergency plans as the package carries them, from data files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

PLANS = ("leak_in", "main", "outage")


@cache
def default_plans() -> dict[str, dict[str, Any]]:
    """Each plan's data by its code."""
    read = (tomllib.loads(files("models").joinpath(f"data/plan_{one}.toml").read_text("utf-8")) for one in PLANS)
    return {str(plan["code"]): plan for plan in read}
