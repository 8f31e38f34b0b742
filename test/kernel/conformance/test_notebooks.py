"""Whole notebooks through Jupyter's own programs: their outputs and exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from client import PATIENCE, Code, without_colours
from kernels import ROOT, TESTED, node
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

FAIL = Code("throw new RangeError('on purpose')", "raise ValueError('on purpose')")
SAY = Code("console.log('it ran')", "print('it ran')")


def notebook(*cells: Code | tuple[Code, list[str]]) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": TESTED.name, "display_name": TESTED.name, "language": TESTED.language}
    for cell in cells:
        code, tags = cell if isinstance(cell, tuple) else (cell, [])
        made.cells.append(nbformat.v4.new_code_cell(code.texts[TESTED.language], metadata={"tags": tags}))
    return made


def program(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, timeout=4 * PATIENCE)


def run(made: nbformat.NotebookNode, folder: Path, **options: Any) -> None:
    options = {"timeout": int(PATIENCE), "startup_timeout": int(PATIENCE), "resources": {"metadata": {"path": str(folder)}}, **options}
    NotebookClient(made, kernel_name=TESTED.name, **options).execute()
    nbformat.validate(made)


def said(cell: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_nbclient_keeps_every_kind_of_output(tmp_path: Path) -> None:
    made = notebook(
        SAY,
        Code("display({ 'text/html': '<b>b</b>', 'text/plain': 'b' }, { raw: true, id: 'one' })", "_ = display({'text/html': '<b>b</b>', 'text/plain': 'b'}, raw=True, display_id='one')"),
        Code("6 * 7", "6 * 7"),
        Code(
            "display({ 'text/html': '<i>i</i>', 'text/plain': 'i' }, { raw: true, id: 'one', update: true }); 1",
            "from IPython.display import update_display\nupdate_display({'text/html': '<i>i</i>', 'text/plain': 'i'}, raw=True, display_id='one'); 1",
        ),
    )
    run(made, tmp_path)
    first, second, third, _ = made.cells
    assert said(first) == "it ran\n"
    assert third.outputs[0].data["text/plain"] == "42"
    assert third.outputs[0].execution_count == third.execution_count == 3
    # The update changed the output of the earlier cell.
    assert second.outputs[0].data["text/html"] == "<i>i</i>"


def test_nbclient_fails_at_the_failing_cell(tmp_path: Path) -> None:
    made = notebook(SAY, FAIL, SAY)
    with pytest.raises(CellExecutionError, match="on purpose") as raised:
        run(made, tmp_path)
    assert raised.value.ename in ("RangeError", "ValueError")
    assert said(made.cells[0]) == "it ran\n"
    assert made.cells[1].outputs[0].output_type == "error"
    assert made.cells[2].outputs == []


def test_cells_after_one_that_may_fail_run(tmp_path: Path) -> None:
    made = notebook((FAIL, ["raises-exception"]), SAY, SAY)
    run(made, tmp_path)
    assert made.cells[0].outputs[0].ename in ("RangeError", "ValueError")
    assert [said(cell) for cell in made.cells[1:]] == ["it ran\n", "it ran\n"]


def test_errors_that_are_allowed_by_name(tmp_path: Path) -> None:
    made = notebook(FAIL, SAY)
    run(made, tmp_path, allow_error_names=["RangeError", "ValueError"])
    assert said(made.cells[1]) == "it ran\n"


def test_nbclient_learns_that_the_kernel_was_killed(tmp_path: Path) -> None:
    made = notebook(Code("console.log('pid', process.pid); await null; for (;;);", "import os; print('pid', os.getpid(), flush=True)\nwhile True: pass"))
    done = threading.Event()

    def kill() -> None:
        while not done.is_set():
            text = said(made.cells[0])
            if text:
                os.kill(int(text.split()[1]), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(DeadKernelError):
            run(made, tmp_path)
    finally:
        done.set()
        killer.join()


def test_a_cell_that_takes_too_long_is_interrupted(tmp_path: Path) -> None:
    made = notebook(Code("await null; for (;;);", "while True: pass"), SAY)
    # Only the first: the second has all the time that it needs.
    limits = {"timeout_func": lambda cell: 2 if cell is made.cells[0] else int(PATIENCE)}
    run(made, tmp_path, **limits, interrupt_on_timeout=True, allow_errors=True, error_on_timeout=None)
    assert said(made.cells[1]) == "it ran\n"


def test_no_process_is_left(tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    run(notebook(Code("setInterval(() => {}, 1000); 1", "1")), tmp_path)
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    _, alive = psutil.wait_procs(left, timeout=PATIENCE)
    assert alive == []


def test_nbconvert_writes_the_outputs(tmp_path: Path) -> None:
    nbformat.write(notebook(SAY, Code("({ a: 1 + 1 })", "{'a': 1 + 1}")), tmp_path / "good.ipynb")
    ended = program("nbconvert", "--to", "html", "--execute", "good.ipynb", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    page = (tmp_path / "good.html").read_text()
    assert "it ran" in page
    assert "a: 2" in page or "'a': 2" in page
    assert Path(tmp_path / "good.ipynb").exists()


def test_nbconvert_fails_with_the_failing_cell(tmp_path: Path) -> None:
    nbformat.write(notebook(SAY, FAIL, SAY), tmp_path / "bad.ipynb")
    ended = program("nbconvert", "--to", "html", "--execute", "bad.ipynb", folder=tmp_path)
    assert ended.returncode != 0
    assert "on purpose" in ended.stderr
    allowed = program("nbconvert", "--to", "html", "--execute", "--allow-errors", "bad.ipynb", folder=tmp_path)
    assert allowed.returncode == 0, allowed.stderr
    page = (tmp_path / "bad.html").read_text()
    assert "on purpose" in page
    assert page.count("it ran\n") == 2


def test_papermill_runs_a_notebook(tmp_path: Path) -> None:
    nbformat.write(notebook(SAY), tmp_path / "in.ipynb")
    ended = program("papermill", "in.ipynb", "out.ipynb", "--no-progress-bar", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert said(nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[0]) == "it ran\n"


def test_papermill_fails_with_the_failing_cell_and_shows_it(tmp_path: Path) -> None:
    nbformat.write(notebook(SAY, FAIL, SAY), tmp_path / "in.ipynb")
    ended = program("papermill", "in.ipynb", "out.ipynb", "--no-progress-bar", folder=tmp_path)
    assert ended.returncode != 0
    assert "on purpose" in without_colours(ended.stderr)
    outputs = [o for cell in nbformat.read(tmp_path / "out.ipynb", as_version=4).cells for o in cell.get("outputs", [])]
    assert any(output.output_type == "error" and output.evalue == "on purpose" for output in outputs)


PARAMETERS = (Code("let epochs = 1;\nlet name = 'none';", "epochs = 1\nname = 'none'"), ["parameters"])
USED = Code("console.log(`${name} ${epochs + 1}`)", "print(f'{name} {epochs + 1}')")


def test_papermills_parameters_have_no_typescript(tmp_path: Path) -> None:
    """Papermill itself writes no TypeScript, and says so before anything runs. `espalier run --set` is our way."""
    nbformat.write(notebook(PARAMETERS, USED), tmp_path / "in.ipynb")
    ended = program("papermill", "in.ipynb", "out.ipynb", "-p", "epochs", "4", "--no-progress-bar", folder=tmp_path)
    if TESTED.language == "python":
        assert ended.returncode == 0, ended.stderr
        return
    assert ended.returncode != 0
    assert "No parameter translator functions specified for kernel" in ended.stderr
    assert "typescript" in ended.stderr


def test_papermills_parameters_through_a_translator_of_ones_own(tmp_path: Path) -> None:
    """What somebody who must use papermill can do: ten lines of Python beside it."""
    if TESTED.language == "python":
        pytest.skip("of TypeScript only")
    nbformat.write(notebook(PARAMETERS, USED), tmp_path / "in.ipynb")
    (tmp_path / "run.py").write_text(
        """import json
import papermill
from papermill.translators import Translator, papermill_translators

class TypeScript(Translator):
    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        return f"// {comment}\\n" + "".join(f"{name} = {json.dumps(value)};\\n" for name, value in parameters.items())

papermill_translators.register("typescript", TypeScript)
papermill.execute_notebook("in.ipynb", "out.ipynb", {"epochs": 4, "name": "two 'words'"}, progress_bar=False)
"""
    )
    ended = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, capture_output=True, text=True, timeout=4 * PATIENCE)
    assert ended.returncode == 0, ended.stderr
    assert said(nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1]) == "two 'words' 5\n"


def espalier(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    main = str(ROOT / "dist" / "cli" / "main.js")
    return subprocess.run([node(), main, *arguments], cwd=folder, capture_output=True, text=True, timeout=4 * PATIENCE)


@pytest.mark.skipif(TESTED.name != "espalier", reason="of our own command only")
def test_espalier_run_sets_parameters(tmp_path: Path) -> None:
    made = notebook(PARAMETERS, USED)
    made.metadata.kernelspec = {"name": "tslab", "display_name": "TypeScript"}
    nbformat.write(made, tmp_path / "in.ipynb")
    settings = ("--set", "epochs=4", "--set", "name=two 'words'")
    ended = espalier("run", "in.ipynb", "--out", "out.ipynb", *settings, folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert said(nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1]) == "two 'words' 5\n"


@pytest.mark.skipif(TESTED.name != "espalier", reason="of our own command only")
def test_espalier_run_fails_with_the_failing_cell(tmp_path: Path) -> None:
    made = notebook(PARAMETERS, FAIL)
    made.metadata.kernelspec = {"name": "tslab", "display_name": "TypeScript"}
    nbformat.write(made, tmp_path / "in.ipynb")
    ended = espalier("run", "in.ipynb", "--out", "out.ipynb", "--set", "epochs=4", folder=tmp_path)
    assert ended.returncode == 1
    assert "on purpose" in ended.stderr
