"""What cells print: all of it, in order, under the cell that printed it."""

from __future__ import annotations

from pathlib import Path

from client import Code, Kernel

MANY = 100_000
MANY_LINES = Code(f"for (let i = 0; i < {MANY}; i++) console.log(i)", f"for i in range({MANY}): print(i)")


def test_100_000_lines_arrive_whole_and_in_order(kernel: Kernel) -> None:
    ran = kernel.ok(MANY_LINES)
    assert ran.text().split("\n") == [*map(str, range(MANY)), ""]
    assert len(ran.of_type("stream")) < MANY / 100, "lines are to be gathered"


def test_lines_come_at_once_while_the_cell_waits_for_more(kernel: Kernel, tmp_path: Path) -> None:
    """Each line is waited for before the next one is let out."""
    slow = kernel.start(
        Code(
            f"""import {{ existsSync }} from "node:fs";
for (let i = 0; i < 3; i++) {{
  console.log(i);
  while (!existsSync(`{tmp_path}/${{i}}`)) await new Promise((go) => setTimeout(go, 10));
}}""",
            f"""import os, time
for i in range(3):
    print(i, flush=True)
    while not os.path.exists(f"{tmp_path}/{{i}}"): time.sleep(0.01)""",
        )
    )
    for i in range(3):
        kernel.read_until(lambda: slow.text().endswith(f"{i}\n"))
        assert "idle" not in slow.types()
        (tmp_path / str(i)).touch()
    slow.finish()
    assert [m["content"]["text"] for m in slow.of_type("stream")] == ["0\n", "1\n", "2\n"]


def test_lines_of_a_computing_cell_come_while_it_computes(kernel: Kernel, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    busy = kernel.start(
        Code(
            f"""import {{ existsSync as exists }} from "node:fs";
console.log("first"); while (!exists("{seen}")); console.log("last")""",
            f"import os\nprint('first', flush=True)\nwhile not os.path.exists('{seen}'): pass\nprint('last')",
        )
    )
    kernel.read_until(lambda: "first" in busy.text())
    assert "last" not in busy.text()
    seen.touch()
    assert busy.finish().text() == "first\nlast\n"


def test_the_two_streams_and_displays_keep_their_order(kernel: Kernel) -> None:
    ran = kernel.ok(
        Code(
            "for (let i = 0; i < 20; i++) { console.log(i); console.error(i); display(i) }",
            "import sys\nfor i in range(20): print(i); print(i, file=sys.stderr); display(i)",
        )
    )
    order = [
        (m["content"].get("name", "display"), m["content"].get("text", m["content"].get("data", {}).get("text/plain")))
        for m in ran.of_type("stream", "display_data")
    ]
    if kernel.language == "typescript":  # ipykernel does not promise it between its two streams
        assert order == [
            (name, f"{i}{end}")
            for i in range(20)
            for name, end in (("stdout", "\n"), ("stderr", "\n"), ("display", ""))
        ]
    assert [text for name, text in order if name == "display"] == [str(i) for i in range(20)]
    assert ran.text("stderr").split() == ran.text().split()


def test_writes_to_the_process_streams_are_output_too(kernel: Kernel) -> None:
    ran = kernel.ok(
        """process.stdout.write("a"); process.stderr.write("b");
        await new Promise<void>((done) => process.stdout.write("c", () => done()));
        process.stdout.write(Buffer.from("dé"));"""
    )
    assert (ran.text(), ran.text("stderr")) == ("acdé", "b")


def test_console_has_all_that_nodes_has(kernel: Kernel) -> None:
    ran = kernel.ok(
        """console.info("%s is %d", "one", 1); console.warn("w"); console.debug({ a: [1] });
        console.table([{ a: 1 }]); console.group("g"); console.log("inside"); console.groupEnd(); console.count();
        console.assert(1 > 2, "not"); console.dir({ deep: { er: {} } }); console.time("t"); console.timeEnd("t");"""
    )
    text = ran.text()
    for part in ("one is 1\n", "{ a: [ 1 ] }\n", "│", "g\n  inside\n", "default: 1\n", "t: "):
        assert part in text
    assert "w\n" in ran.text("stderr")
    assert "Assertion failed: not\n" in ran.text("stderr")


def test_late_output_belongs_to_the_cell_that_began_it(kernel: Kernel) -> None:
    first = kernel.ok(
        "setTimeout(() => console.log('late'), 300); Promise.resolve().then(() => setTimeout(() => display(1), 300))"
    )
    second = kernel.ok("console.log('second')")
    kernel.read_until(lambda: first.text() == "late\n" and bool(first.of_type("display_data")))
    third = kernel.ok("console.log('third')")
    assert (second.text(), third.text()) == ("second\n", "third\n")


def test_odd_text_arrives_as_it_is(kernel: Kernel) -> None:
    text = "\\u0000\\u0007 \\ud83d\\ude00 \\u2028 é \\r\\n\\t end"
    ran = kernel.ok(f'console.log("{text}")')
    assert ran.text() == "\x00\x07 \U0001f600 \u2028 é \r\n\t end\n"


def test_a_lone_surrogate_does_no_harm(kernel: Kernel) -> None:
    assert kernel.ok('console.log("a\\ud83db")').text()[0] == "a"
    assert kernel.run('"\\ud83d"').status == "ok"
    assert kernel.works()


def test_a_line_of_20_megabytes(kernel: Kernel) -> None:
    size = 20_000_000
    ran = kernel.ok(Code(f"console.log('x'.repeat({size}))", f"print('x' * {size})"))
    assert len(ran.text()) == size + 1
    assert kernel.works()
