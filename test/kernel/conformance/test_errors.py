"""Failures: what is said, where, and that the session goes on."""

from __future__ import annotations

import pytest
from client import Code, Kernel, eventually


def test_reply_and_message_say_the_same(kernel: Kernel) -> None:
    ran = kernel.run(Code("throw new TypeError('no way')", "raise TypeError('no way')"))
    for content in (ran.content, ran.error):
        assert content is not None
        assert (content["ename"], content["evalue"]) == ("TypeError", "no way")
        assert all(isinstance(line, str) for line in content["traceback"])
        assert content["traceback"]
    assert ran.types() == ["busy", "execute_input", "error", "idle"]
    assert kernel.works()


def test_the_traceback_shows_the_cells_own_line(kernel: Kernel) -> None:
    ran = kernel.run(
        """interface Point { x: number; y: number }

const point: Point = { x: 1, y: 2 };
function inner(): never {
  throw new RangeError("too far");
}
inner();"""
    )
    trace = ran.traceback
    assert "RangeError: too far" in trace
    assert 'throw new RangeError("too far");' in trace or ":5" in trace
    assert ":5:" in trace, trace
    assert ":7:" in trace, trace
    for foreign in ("node:vm", "tslab", "node:internal", "kernel-ext", "/dist/"):
        assert foreign not in trace


def test_the_traceback_names_the_earlier_cell_that_threw(kernel: Kernel) -> None:
    count = kernel.ok("function fails() {\n\n  throw new Error('from before');\n}").content["execution_count"]
    trace = kernel.run("const unused: number = 1;\nfails();").traceback
    assert str(count) in trace
    assert ":3:" in trace
    assert ":2:" in trace


def test_after_an_await_the_lines_are_right_too(kernel: Kernel) -> None:
    trace = kernel.run("await null;\nawait new Promise((go) => setTimeout(go, 10));\n\n(null as any).nothing;").traceback
    assert "TypeError" in trace
    assert ":4:" in trace


@pytest.mark.parametrize(
    ("thrown", "part"),
    [
        ("'a text'", "a text"),
        ("null", "null"),
        ("undefined", "undefined"),
        ("{ code: 7 }", "code"),
        ("Symbol('odd')", "odd"),
        ("new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })", ""),
        ("Object.assign(new Error('own'), { stack: undefined })", "own"),
        ("Object.create(null)", ""),
        ("new AggregateError([new Error('one')], 'several')", "several"),
        ("new Error('outer', { cause: new Error('deep cause') })", "outer"),
        ("Promise.reject(1).catch(() => 2) as any", ""),
    ],
)
def test_whatever_is_thrown_is_an_error(kernel: Kernel, thrown: str, part: str) -> None:
    ran = kernel.run(f"throw {thrown}")
    assert ran.status == "error"
    assert ran.error is not None
    assert isinstance(ran.error["ename"], str) and isinstance(ran.error["evalue"], str)
    assert part in ran.error["evalue"] + ran.traceback
    assert kernel.works()


def test_a_cause_is_shown(kernel: Kernel) -> None:
    assert "deep cause" in kernel.run("throw new Error('outer', { cause: new Error('deep cause') })").traceback


def test_typescript_errors_come_all_at_once_and_before_anything_runs(kernel: Kernel) -> None:
    ran = kernel.run('console.log("ran");\nconst a: number = "text";\n\n  nosuch.thing;\nconst b: string = 5;')
    assert ran.status == "error"
    assert ran.error is not None
    assert ran.error["ename"] == "TypeScriptError"
    assert ran.text() == ""
    said = ran.error["evalue"] + "\n" + ran.traceback
    for place, what in (
        ("2:7", "Type 'string' is not assignable to type 'number'"),
        ("4:3", "Cannot find name 'nosuch'"),
        ("5:7", "Type 'number' is not assignable to type 'string'"),
    ):
        assert place in said
        assert what in said


def test_a_refused_cell_leaves_no_trace(kernel: Kernel) -> None:
    kernel.ok("const kept = 1")
    assert kernel.run("const kept = 'other'; const wrong: number = kept;").status == "error"
    assert kernel.ok("kept + 1").result == "2"


def test_what_was_set_before_a_failure_is_kept(kernel: Kernel) -> None:
    assert kernel.run("const before = 3; throw new Error('then')").status == "error"
    assert kernel.ok("before").result == "3"


def test_syntax_errors(kernel: Kernel) -> None:
    for code in (Code("const = ;", "x = = 1"), Code("}", ")"), Code("'unterminated", "'unterminated")):
        assert kernel.run(code).status == "error"
    assert kernel.works()


def test_an_unhandled_rejection_is_shown_and_does_not_kill(kernel: Kernel) -> None:
    ran = kernel.ok("void Promise.reject(new Error('nobody caught me')); 1")
    kernel.read_until(lambda: "nobody caught me" in ran.text("stderr") or bool(ran.error))
    assert kernel.works()


def test_an_error_in_a_callback_is_shown_under_its_cell_and_does_not_kill(kernel: Kernel) -> None:
    ran = kernel.ok("setTimeout(() => { throw new Error('in a callback') }, 50); 1")
    kernel.read_until(lambda: "in a callback" in ran.text("stderr") or bool(ran.error))
    assert kernel.works()


def test_what_cannot_even_be_looked_at_does_not_kill(kernel: Kernel) -> None:
    """`instanceof` and `typeof x.then` fail on a revoked proxy."""
    kernel.ok("const made = Proxy.revocable({}, {}); made.revoke()")
    assert kernel.run("throw made.proxy").status == "error"
    kernel.ok("setTimeout(() => { throw made.proxy }, 10); void Promise.reject(made.proxy); 1")
    kernel.ok("await new Promise((go) => setTimeout(go, 100))")
    assert kernel.works()


def test_too_deep_a_recursion(kernel: Kernel) -> None:
    ran = kernel.run(Code("function deep(): number { return deep() + 1 }\ndeep()", "def deep(): return deep() + 1\ndeep()"))
    assert ran.error is not None
    assert ran.error["ename"] in ("RangeError", "RecursionError")
    assert kernel.language == "python" or len("".join(ran.error["traceback"])) < 20_000
    assert kernel.works()


@pytest.mark.parametrize(("number", "status"), [(0, "ok"), (3, "error")])
def test_process_exit_ends_the_kernel_and_the_client_learns_why(fresh: Kernel, number: int, status: str) -> None:
    asked = fresh.start(f"console.log('before'); setInterval(() => {{}}, 1000); process.exit({number})")
    assert asked.finish().status == status
    assert asked.text() == "before\n"
    eventually(lambda: not fresh.manager.is_alive(), "the end of the kernel")
