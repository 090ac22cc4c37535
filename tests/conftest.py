"""What every test stands on: no setting of the person at the keyboard reaches a test."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("hotline", deadline=None, derandomize=True)
settings.load_profile("hotline")

for _name in [name for name in os.environ if name.startswith("HOTLINE_") and name != "HOTLINE_SQLITE"]:
    del os.environ[_name]


@pytest.fixture(autouse=True)
def nobodys_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """User folders are empty ones, for the test and for the processes it starts."""
    home = tmp_path_factory.getbasetemp() / "nobody"
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs the data folder where there is none."""
    if item.get_closest_marker("shared") and not (SHARED / "data").is_dir():
        pytest.skip("needs ../shared/data")
