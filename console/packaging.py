"""Carries the sample database from the top of the repository into the wheel, as `console/data/sample.db`."""

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

SAMPLE = "sample.db"


class BuildWithSample(build_py):
    """The usual build of Python modules, and the sample beside them; an editable install reads the original."""

    def run(self) -> None:
        """Build afresh, so that nothing of an earlier build stays; add the sample unless the install is editable."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if Path(SAMPLE).is_file() and not self.editable_mode:
            self.mkpath(str(self._carried().parent))
            self.copy_file(SAMPLE, str(self._carried()), preserve_mode=False)

    def get_source_files(self) -> list[str]:
        """Name the sample among the sources, so that a source archive holds it too."""
        return [*super().get_source_files(), *([SAMPLE] if Path(SAMPLE).is_file() else [])]

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name the copy among the products."""
        copied = [str(self._carried())] if Path(SAMPLE).is_file() and not self.editable_mode else []
        return [*super().get_outputs(include_bytecode), *copied]

    def _carried(self) -> Path:
        return Path(self.build_lib) / "console" / "data" / SAMPLE
