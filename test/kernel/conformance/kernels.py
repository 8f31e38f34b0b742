"""The kernels that the suite can be run on (CONFORMANCE_KERNEL names one), and how Jupyter finds them.

Ours is what is tested. The others show that the tests are right: what ipykernel, the reference, does is what they ask
for, and what stock tslab gets wrong makes them fail.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def node() -> str:
    found = shutil.which("node")
    if found is None:
        raise RuntimeError("there is no node on the PATH")
    return found


@dataclass(frozen=True)
class Subject:
    """A kernel to be tested."""

    name: str
    language: str
    argv: list[str]

    def spec(self) -> dict[str, object]:
        # By message: it is the one way that works on every system, and what our own kernelspec says.
        return {
            "argv": self.argv,
            "display_name": self.name,
            "language": self.language,
            "interrupt_mode": "message" if self.name != "tslab" else "signal",
        }

    def install(self, data_folder: Path) -> None:
        folder = data_folder / "kernels" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kernel.json").write_text(json.dumps(self.spec()))


def subject(name: str) -> Subject:
    """
    :raises KeyError: for a name that is not one of `espalier`, `tslab`, `ipykernel`.
    """
    main = ROOT / "kernel-ext" / "kernel" / "dist" / "main.js"
    tslab = ROOT / "node_modules" / "tslab" / "bin" / "tslab"
    file = "{connection_file}"
    return {
        "espalier": Subject("espalier", "typescript", [node(), str(main), "--connection-file", file]),
        "tslab": Subject("tslab", "typescript", [node(), str(tslab), "kernel", "--config-path", file]),
        "ipykernel": Subject("ipykernel", "python", [sys.executable, "-m", "ipykernel_launcher", "-f", file]),
    }[name]


#: The kernel that is tested.
TESTED = subject(os.environ.get("CONFORMANCE_KERNEL", "espalier"))
