"""Fixtures: a kernel that the tests of a file share, a new one, and folders of their own for all that Jupyter writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from client import Kernel
from kernels import TESTED


@pytest.fixture(scope="session", autouse=True)
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Jupyter's folders are the tests' own: they see no kernel of the machine and leave nothing on it."""
    folder = tmp_path_factory.mktemp("jupyter")
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        os.environ[f"JUPYTER_{name}"] = str(folder / name.lower())
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    os.environ["JUPYTER_PATH"] = str(folder / "share")
    TESTED.install(folder / "share")
    return folder


@pytest.fixture(scope="module")
def kernel(jupyter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """The kernel of a file of tests."""
    kernel = Kernel(TESTED.name, tmp_path_factory.mktemp("notebooks"))
    yield kernel
    kernel.close()


StartKernel = Callable[..., Kernel]


@pytest.fixture
def start_kernel(jupyter: Path, tmp_path: Path) -> Iterator[StartKernel]:
    """Starts kernels that end with the test."""
    started: list[Kernel] = []

    def start(folder: Path = tmp_path, **options: Any) -> Kernel:
        started.append(Kernel(TESTED.name, folder, **options))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@pytest.fixture
def fresh(start_kernel: StartKernel) -> Kernel:
    """A kernel of the test's own."""
    return start_kernel()
