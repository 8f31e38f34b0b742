"""Interrupts, by message and by signal, of everything that a cell can be at."""

from __future__ import annotations

import sys

import pytest
from client import Code, Kernel, Request

CELLS = {
    "a synchronous loop": Code(
        "console.log('begun'); let n = 0; while (true) n++;", "print('begun', flush=True)\nwhile True: pass"
    ),
    # Of TypeScript alone: ipykernel 7 does not hear an interrupt while a cell awaits, nor anything afterwards.
    "a pending await": (
        "console.log('begun'); await new Promise((go) => setTimeout(go, 600_000)); console.log('left over')"
    ),
    "a promise that nothing settles": "console.log('begun'); await new Promise(() => {})",
    "a loop after an await": "await new Promise((go) => setTimeout(go, 10)); console.log('begun'); for (;;) {}",
    "a loop in a callback": (
        "await new Promise((go) => setTimeout(() => { console.log('begun'); let i = 0; do i++; while (true) }, 10))"
    ),
    "a loop that awaits": (
        """console.log('begun');
while (true) { await new Promise((go) => setTimeout(go, 30)); console.log('again') }"""
    ),
    "a loop that awaits what is there": "console.log('begun'); while (true) await null;",
    "a loop in a function of an earlier cell": "await null; console.log('begun'); endless(() => false)",
    "recursion without a loop": (
        """console.log('begun');
const fibonacci = (n: number): number => n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
await null; fibonacci(60)"""
    ),
    "a loop over a generator": (
        """function* numbers() { let i = 0; while (true) yield i++ }
console.log('begun'); await null; for (const i of numbers()) void i;"""
    ),
    "a loop that catches everything": "console.log('begun'); await null; while (true) { try { for (;;); } catch {} }",
    "a library's loop": "console.log('begun'); [...Array(5e6).keys()].sort((a, b) => { for (let i = 0; i < 1e4; i++); return b - a })",
    "a loop that prints": Code(
        "console.log('begun'); for (let i = 0; ; i++) if (i % 1e6 === 0) console.log(i)",
        "print('begun', flush=True)\nn = 0\nwhile True:\n    n += 1\n    if n % 1e6 == 0: print(n)",
    ),
}

WAYS = ["message", pytest.param("signal", marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals here"))]


def stop(kernel: Kernel, running: Request, way: str) -> None:
    """How soon it ends is measured in test/bench/kernels: here, that it does, which it would not by itself."""
    kernel.read_until(lambda: "begun" in running.text())
    kernel.interrupt(way)
    assert running.reply()["content"]["status"] == "error"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", CELLS)
def test_interrupt(kernel: Kernel, what: str, way: str) -> None:
    kernel.say(CELLS[what])
    if kernel.language == "typescript":
        kernel.ok("function endless(done: () => boolean) { for (;;) { if (done()) return } }")

    running = kernel.start(CELLS[what])
    stop(kernel, running, way)
    running.wait_idle()
    assert running.error is not None
    assert running.error["ename"] in ("Interrupted", "KeyboardInterrupt", "CancelledError")
    assert kernel.works()
    said = len(running.text())
    turns(kernel)
    assert len(running.text()) == said
    assert "left over" not in running.text()


def turns(kernel: Kernel) -> None:
    """The kernel's event loop turns for a while, in which whatever is left of a cell would show itself."""
    kernel.ok(Code("for (let i = 0; i < 20; i++) await new Promise((go) => setTimeout(go, 10))", "import time; time.sleep(0.2)"))


@pytest.mark.parametrize("way", WAYS)
def test_interrupt_of_what_a_finished_cell_left_running(kernel: Kernel, way: str) -> None:
    left = kernel.ok("setTimeout(() => { console.log('begun'); for (;;); }, 100)")
    kernel.read_until(lambda: "begun" in left.text())
    waiting = kernel.start("1 + 1")
    # The server has it, and hands it over; nobody takes it.
    kernel.read_until(lambda: bool(waiting.of_type("execute_input")))
    kernel.interrupt(way)
    waiting.finish()
    assert kernel.works()


@pytest.mark.parametrize("way", WAYS)
def test_an_interrupt_while_nothing_runs_does_nothing(kernel: Kernel, way: str) -> None:
    for _ in range(3):
        kernel.interrupt_idle(way)
        turns(kernel)
    assert kernel.works()
    assert kernel.ok(Code("let s = 0; for (let i = 0; i < 1e6; i++) s += i; s", "s = sum(range(10**6)); s")).result == "499999500000"


def test_the_request_is_answered(kernel: Kernel) -> None:
    running = kernel.start(CELLS["a synchronous loop"])
    kernel.read_until(lambda: "begun" in running.text())
    assert kernel.ask("interrupt_request", channel="control").status == "ok"
    assert running.finish().status == "error"


def test_an_interrupt_aborts_the_cells_behind(kernel: Kernel) -> None:
    running = kernel.start(CELLS["a synchronous loop"])
    behind = kernel.start(Code("console.log('ran')", "print('ran')"))
    stop(kernel, running, "message")
    assert behind.finish().text() == ""
    assert kernel.works()


def test_finally_runs_and_can_await(kernel: Kernel) -> None:
    running = kernel.start("try { await null; console.log('begun'); for (;;); } finally { console.log('tidied') }")
    stop(kernel, running, "message")
    running.wait_idle()
    assert "tidied" in running.text()


def test_a_listener_to_sigint_decides_how_work_ends(kernel: Kernel) -> None:
    """As Espalier's training does: it stops at the next step and saves."""
    running = kernel.start(
        """console.log('begun');
await new Promise<void>((done) => process.once("SIGINT", () => setTimeout(() => { console.log("saved"); done() }, 300)));"""
    )
    kernel.read_until(lambda: "begun" in running.text())
    kernel.interrupt()
    running.finish()
    assert "saved" in running.text()
    assert kernel.works()


def test_many_interrupts_at_once(kernel: Kernel) -> None:
    running = kernel.start(CELLS["a loop after an await"])
    kernel.read_until(lambda: "begun" in running.text())
    for way in ("message", "signal", "message", "signal", "message"):
        kernel.interrupt(way)
    running.finish()
    # Those that come when it has ended find nothing to end.
    kernel.interrupt_idle("message")
    kernel.interrupt_idle("signal")
    assert kernel.works()
