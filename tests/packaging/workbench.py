"""A place where the shell scripts of packaging/ run among stand-ins for python, pip, apt-get and ldd."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workbench:
    """A copy of packaging/ in ``root``, and a folder ``bin`` that alone is on the path."""

    root: Path
    bin: Path

    def stand_in(self, name: str, body: str) -> Path:
        """An executable shell script ``name`` on the path; every call is noted in ``calls``."""
        path = self.bin / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "{Path(name).name} $*" >>"{self.root}/calls"\n{body}\n', "utf-8")
        path.chmod(0o755)
        return path

    @property
    def calls(self) -> list[str]:
        """The stand-ins called so far, with their arguments, in order."""
        noted = self.root / "calls"
        return noted.read_text("utf-8").splitlines() if noted.exists() else []

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """``packaging/script`` with a path of stand-ins only and no display."""
        return subprocess.run(
            ["/bin/sh", str(self.root / "packaging" / script), *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.root / "home"), **environment},
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
