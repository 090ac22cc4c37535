"""`make bench`: every budget of the house measured in one run and printed as a table; exit code 1 if one is missed.

Words on the command line choose rooms (`python -m bench desk screens`); without any, all of them are measured.
"""

import importlib
import sys

from bench.figures import Figure, table

ROOMS = ("desk", "again", "call", "finding", "exchange", "screens", "slow_link", "trust", "campaign", "monitor")


def main() -> int:
    """Measure, print, judge."""
    found: list[Figure] = []
    for room in sys.argv[1:] or ROOMS:
        for figure in importlib.import_module(f"bench.{room}").figures():
            print(".", end="", file=sys.stderr, flush=True)
            found.append(figure)
    print(file=sys.stderr)
    print(table(found))
    missed = [figure.name for figure in found if not figure.kept]
    print(f"{len(found) - len(missed)} of {len(found)} budgets kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
