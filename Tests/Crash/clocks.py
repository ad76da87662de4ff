"""Processes whose wall clock is wrong."""

import datetime
import re
import subprocess
from pathlib import Path

TOLERANCE = 15


class WrongClocks:
    """`offsets`: process → seconds by which its clock is ahead."""

    def __init__(self, folder, offsets):
        self.offsets = offsets
        self.library = Path(folder) / "wrong_clock.so"
        source = Path(__file__).with_name("wrong_clock.c")
        subprocess.run(["clang", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", self.library, source], check=True)

    def settings(self, name):
        if name not in self.offsets:
            return {}
        return {"LD_PRELOAD": str(self.library), "WRONG_CLOCK": str(self.offsets[name])}

    def check(self, process):
        """The process must believe its clock, or nothing is shown."""
        said = re.match(r"\S+Z", process.last_lines(1))[0]
        ahead = (datetime.datetime.fromisoformat(said) - datetime.datetime.now(datetime.UTC)).total_seconds()
        if abs(ahead - self.offsets.get(process.name, 0)) > TOLERANCE:
            raise AssertionError(f"{process.name} does not see its wrong clock, but {said}")
