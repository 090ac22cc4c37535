"""The committed sample where it lies: it is read as it stands, and never opened for work."""

from pathlib import Path

from models.errors import StoreError

_HOUSE = Path(__file__).resolve().parents[1]
NAME = "sample.db"
_CARRIED = (_HOUSE / NAME, _HOUSE / "console" / "data" / NAME)
"""Where an installation carries it: at the top of a checkout, or inside the installed package."""


def is_kept(path: Path) -> bool:
    """Is this the committed sample in its place, of this installation or of another checkout? A copy is not."""
    if path.name != NAME and not path.is_symlink():
        return False
    whole = path.resolve()
    return whole in _CARRIED or (whole.name == NAME and _of_a_checkout(whole.parent))


def _of_a_checkout(folder: Path) -> bool:
    plan = folder / "pyproject.toml"
    return plan.is_file() and b'name = "hotline-console"' in plan.read_bytes()


def refuse_kept(path: Path) -> None:
    """Refuse to work on it: a demo or a copy is for that.

    Raises:
        StoreError: it is the committed sample, in its place.
    """
    if is_kept(path):
        raise StoreError(
            "store.sample",
            f"{path} is the committed sample; nothing works on it in place.",
            f"Try it with: hotline demo, or work on a copy: hotline --db '{path}' db backup COPY.db",
            path=str(path),
        )
