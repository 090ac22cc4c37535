"""The sample from the doors: where the committed one lies, and building or checking one."""

from pathlib import Path

import console
from console.instants import read_instant
from console.wiring import Visit
from models.errors import NotFound
from models.sample.build import AT, SEED, build
from models.sample.comparing import check as differing_from_its_seed
from models.sample.comparing import compare

_CARRIED = ("data/sample.db", "../sample.db")
"""Where the sample lies beside this package: in the wheel, and at the top of the repository."""


def sample_file() -> Path:
    """The committed sample. Nothing opens it in place.

    Raises:
        NotFound: this installation carries none.
    """
    here = Path(console.__file__).parent
    found = next((path for name in _CARRIED if (path := (here / name).resolve()).is_file()), None)
    if found is None:
        raise NotFound("sample.absent", "This installation carries no sample.", "Install it again from its wheel.")
    return found


def build_sample(visit: Visit, dest: Path, *, requests: int | None, seed: int | None, at: str, check: bool) -> bool:
    """Build a sample at `dest` and, if asked, compare it; True unless something differs.

    A file that is there already is only checked: against what its own seed gives again.
    """
    if check and dest.exists():
        with visit.page.progress("sample", 1.0) as told:
            tables = differing_from_its_seed(dest, told)
        return _tell(visit, dest, "its own seed", tables)
    usual = requests is None and seed is None and not at
    instant = read_instant(at) if at else AT
    with visit.page.progress("sample", 1.0) as told:
        build(dest, requests=requests, seed=SEED if seed is None else seed, at=instant, progress=told)
    if not check:
        visit.page.record({"path": str(dest), "bytes": dest.stat().st_size}, f"Built {dest}.")
        return True
    if usual:
        return _tell(visit, dest, "the committed sample", compare(dest, sample_file()))
    return _tell(visit, dest, "its own seed", differing_from_its_seed(dest))


def _tell(visit: Visit, dest: Path, other: str, tables: list[str]) -> bool:
    line = f"{dest} differs from {other} in: {', '.join(tables)}." if tables else f"{dest} is the same as {other}."
    visit.page.record({"path": str(dest), "same": not tables, "differing": tables}, line)
    return not tables
