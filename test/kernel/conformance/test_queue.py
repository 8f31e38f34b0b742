"""Several requests at once: their order, and what a failing cell does to those behind it."""

from __future__ import annotations

from pathlib import Path

from client import Code, Kernel

FAIL = Code("throw new Error('no')", "1 / 0")
SAY = Code("console.log('ran')", "print('ran')")


def fails_at(file: Path) -> Code:
    """Fails as soon as there is such a file."""
    return Code(
        f"""while (!require("fs").existsSync("{file}")) await new Promise((go) => setTimeout(go, 10));
throw new Error("no")""",
        f"import os, time\nwhile not os.path.exists('{file}'): time.sleep(0.01)\n1 / 0",
    )


def let_it_fail(kernel: Kernel, file: Path) -> None:
    """When what was sent to the kernel before is there."""
    if kernel.language == "typescript":
        assert kernel.ask("kernel_info_request", channel="control").status == "ok"
    file.touch()


def test_a_failing_cell_aborts_those_behind_it(kernel: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "go"
    first, second, third = (kernel.start(code, stop_on_error=True) for code in (fails_at(file), SAY, SAY))
    let_it_fail(kernel, file)
    for aborted in (second.finish(), third.finish()):
        # Not "abort", as tslab says: clients take what they do not know for a success.
        assert aborted.status in ("error", "aborted")
        assert aborted.text() == ""
        assert aborted.types()[0] == "busy"
        assert aborted.types()[-1] == "idle"
    assert first.status == "error"


def test_without_stop_on_error_they_run(kernel: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "go"
    first, second, third = (kernel.start(code, stop_on_error=False) for code in (fails_at(file), SAY, SAY))
    let_it_fail(kernel, file)
    assert first.finish().status == "error"
    for ran in (second.finish(), third.finish()):
        assert ran.status == "ok"
        assert ran.text() == "ran\n"


def test_a_cell_sent_after_the_failure_runs(kernel: Kernel) -> None:
    assert kernel.run(FAIL, stop_on_error=True).status == "error"
    assert kernel.ok(SAY).text() == "ran\n"


def test_other_requests_behind_a_failing_cell_are_answered(kernel: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "go"
    kernel.start(fails_at(file), stop_on_error=True)
    code = kernel.say(Code("parseIn", "zi"))
    asked = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    information = kernel.ask("kernel_info_request")
    let_it_fail(kernel, file)
    assert information.finish().status == "ok"
    assert asked.finish().content.get("status") in ("ok", "error")
    assert kernel.works()


def test_cells_sent_together_run_in_order(kernel: Kernel) -> None:
    kernel.ok(Code("const order: number[] = []", "order = []"))
    cells = [kernel.start(Code(f"order.push({i})", f"order.append({i})")) for i in range(20)]
    for cell in cells:
        cell.finish()
    assert [cell.content["execution_count"] for cell in cells] == sorted(c.content["execution_count"] for c in cells)
    assert kernel.ok(Code("order.join(' ')", "' '.join(map(str, order))")).result == repr(" ".join(map(str, range(20))))
