"""display_data and its updates, clear_output, and what a value shows of itself."""

from __future__ import annotations

import base64

from client import Code, Kernel, without_colours


def test_a_display_is_updated_from_a_later_cell(kernel: Kernel) -> None:
    shown = kernel.ok(
        Code("require('tslab').display.html('<b>x</b>'); const shown = display('one', { id: 'mine' })", "_ = display('one', display_id='mine')")
    )
    first = shown.of_type("display_data")[-1]["content"]
    identity = first["transient"]["display_id"]
    assert identity == "mine"
    updated = kernel.ok(
        Code("display('two', { id: 'mine', update: true })", "from IPython.display import update_display; update_display('two', display_id='mine')")
    )
    (update,) = updated.of_type("update_display_data")
    assert update["content"]["transient"]["display_id"] == identity
    assert "two" in update["content"]["data"]["text/plain"]


def test_every_display_has_data_metadata_and_transient(kernel: Kernel) -> None:
    """nbclient fails where one of them is missing or null."""
    ran = kernel.ok(Code("display(1); console.log(2); 3", "display(1); print(2); 3"))
    for message in ran.of_type("display_data", "execute_result"):
        content = message["content"]
        assert isinstance(content["data"], dict)
        assert isinstance(content["metadata"], dict)
        assert isinstance(content.get("transient", {}), dict)


def test_clear_output_says_whether_it_waits(kernel: Kernel) -> None:
    ran = kernel.ok(
        Code(
            "console.log(1); clearOutput({ wait: true }); console.log(2); clearOutput()",
            "from IPython.display import clear_output\nprint(1); clear_output(wait=True); print(2); clear_output()",
        )
    )
    assert [message["content"] for message in ran.of_type("clear_output")] == [{"wait": True}, {"wait": False}]
    assert [t for t in ran.types() if t in ("stream", "clear_output")] == ["stream", "clear_output"] * 2


def test_tslabs_own_display_works_as_it_did(kernel: Kernel) -> None:
    ran = kernel.ok(
        """import * as tslab from "tslab";
tslab.display.html("<i>1</i>"); tslab.display.png(new Uint8Array([1, 2, 3])); tslab.display.text("plain");
const place = tslab.newDisplay(); place.html("a"); place.html("b");"""
    )
    types = [t for t in ran.types() if "display" in t]
    assert types == ["display_data"] * 4 + ["update_display_data"]
    data = [message["content"]["data"] for message in ran.of_type("display_data", "update_display_data")]
    assert data[0]["text/html"] == "<i>1</i>"
    assert base64.b64decode(data[1]["image/png"]) == b"\x01\x02\x03"
    assert data[2]["text/plain"] == "plain"
    later = kernel.ok("place.html('c')")
    assert later.of_type("update_display_data")[0]["content"]["data"]["text/html"] == "c"


def test_a_value_shows_itself_by_denos_convention(kernel: Kernel) -> None:
    ran = kernel.ok(
        """const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<p>own</p>", "text/plain": "own" }) };
own"""
    )
    assert ran.of_type("execute_result")[0]["content"]["data"] == {"text/html": "<p>own</p>", "text/plain": "own"}


def test_a_value_that_fails_to_show_itself_is_still_a_value(kernel: Kernel) -> None:
    for code in (
        '({ [Symbol.for("Jupyter.display")]: () => { throw new Error("no picture") }, a: 1 })',
        "({ get [Symbol.for('Jupyter.display')]() { throw 1 } })",
        "({ toString() { throw 1 }, [Symbol.for('nodejs.util.inspect.custom')]() { throw 2 } })",
        "new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 }, getOwnPropertyDescriptor() { throw 3 } })",
        "const ring: any = {}; ring.ring = ring; ring",
    ):
        assert kernel.run(code).status in ("ok", "error")
        assert kernel.works()


def test_values_show_as_node_shows_them(kernel: Kernel) -> None:
    for code, shown in (
        ("({ a: 1, b: ['x'] })", "{ a: 1, b: [ 'x' ] }"),
        ("new Map([[1, { two: 2 }]])", "Map(1) { 1 => { two: 2 } }"),
        ("10n ** 20n", "100000000000000000000n"),
        ("null", "null"),
        ("Symbol('s')", "Symbol(s)"),
        ("'text'", "'text'"),
    ):
        result = kernel.ok(code).of_type("execute_result")
        assert without_colours(result[0]["content"]["data"]["text/plain"]) == shown, code
