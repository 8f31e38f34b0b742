"""The same kernel for JavaScript: no type is checked, and the front end is told so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from client import Kernel
from kernels import TESTED

pytestmark = pytest.mark.skipif(TESTED.name != "espalier", reason="of our own kernel only")


@pytest.fixture(scope="module")
def javascript(jupyter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    # `language` stays what `Code` knows; that of the kernel itself is asked for below.
    subject = replace(TESTED, name="espalier-js", argv=[*TESTED.argv, "--js"])
    subject.install(jupyter / "share")
    kernel = Kernel(subject.name, tmp_path_factory.mktemp("notebooks"))
    yield kernel
    kernel.close()


def test_it_says_that_it_is_javascript(javascript: Kernel) -> None:
    info = javascript.ask("kernel_info_request").content["language_info"]
    assert (info["name"], info["file_extension"]) == ("javascript", ".js")


def test_untyped_code_runs(javascript: Kernel) -> None:
    assert javascript.ok("const o = {}; o.late = 5; function add(a, b) { return a + b }\nadd(o.late, 1)").result == "6"
    assert javascript.ok("let n = 1; n = 'text'; o.late = 'now a text'; n").result == "'text'"


def test_types_are_a_syntax_error(javascript: Kernel) -> None:
    assert javascript.run("const n: number = 1").status == "error"
    assert javascript.works()


def test_imports_and_await(javascript: Kernel) -> None:
    assert javascript.ok("import { join } from 'node:path';\nawait Promise.resolve(join('a', 'b'))").result == "'a/b'"
