"""Completion, inspection and is_complete. Cursors count code points, not UTF-16 units."""

from __future__ import annotations

from typing import Any

import pytest
from client import Code, Kernel


def complete(kernel: Kernel, code: str, cursor: int | None = None) -> dict[str, Any]:
    return kernel.ask("complete_request", {"code": code, "cursor_pos": len(code) if cursor is None else cursor}).content


def inspect(kernel: Kernel, code: str, cursor: int | None = None) -> dict[str, Any]:
    position = len(code) if cursor is None else cursor
    return kernel.ask("inspect_request", {"code": code, "cursor_pos": position, "detail_level": 0}).content


ASTRAL = "\U0001f600\U0001f680"


def test_completion_after_astral_characters_counts_code_points(kernel: Kernel) -> None:
    code = kernel.say(Code(f"const s = '{ASTRAL}'; parseIn", f"s = '{ASTRAL}'; zi"))
    content = complete(kernel, code)
    assert content["status"] == "ok"
    word = "parseIn" if kernel.language == "typescript" else "zi"
    assert code[content["cursor_start"] : content["cursor_end"]] == word
    assert ("parseInt" if kernel.language == "typescript" else "zip") in content["matches"]


def test_completion_in_the_middle_of_the_text(kernel: Kernel) -> None:
    code = f"/* {ASTRAL} */ [1].flatM; const after = '{ASTRAL}'"
    content = complete(kernel, kernel.say(code), code.index("flatM") + 5)
    assert content["matches"] == ["flatMap"]
    assert code[content["cursor_start"] : content["cursor_end"]] == "flatM"


def test_completion_knows_earlier_cells(kernel: Kernel) -> None:
    kernel.ok(Code("const someObject = { firstName: 'a', lastName: 'b' }", "class C: firstName = lastName = 1\nsomeObject = C()"))
    assert {"firstName", "lastName"} <= {m.rpartition(".")[2] for m in complete(kernel, "someObject.")["matches"]}
    assert "someObject" in complete(kernel, "someOb")["matches"]


def test_completion_of_a_broken_text_is_harmless(kernel: Kernel) -> None:
    for code, cursor in (("", 0), ("(((", 3), ("const = `${", 11), ("a.", 2), ("x", 0), ("\n\n", 1), ("import {", 8)):
        content = complete(kernel, code, cursor)
        assert content["status"] == "ok"
        assert 0 <= content["cursor_start"] <= content["cursor_end"] <= max(len(code), 0)


@pytest.mark.parametrize("cursor", [-5, 10_000])
def test_a_cursor_outside_of_the_text_is_harmless(kernel: Kernel, cursor: int) -> None:
    complete(kernel, "parseIn", cursor)
    inspect(kernel, "parseInt", cursor)
    assert kernel.works()


def test_completion_changes_nothing(kernel: Kernel) -> None:
    complete(kernel, "const never = 1; nev")
    assert kernel.run("never").status == "error"


def test_inspect_after_astral_characters(kernel: Kernel) -> None:
    code = kernel.say(Code(f"const s = '{ASTRAL}'; parseInt", f"s = '{ASTRAL}'; zip"))
    content = inspect(kernel, code)
    assert content["status"] == "ok"
    assert content["found"] is True
    assert ("parseInt(" if kernel.language == "typescript" else "zip") in content["data"]["text/plain"]


def test_inspect_of_nothing_is_not_found(kernel: Kernel) -> None:
    for code in ("   ", "nosuchname", ""):
        content = inspect(kernel, code)
        assert (content["status"], content["found"]) == ("ok", False)
        assert content["data"] == {}


def test_inspect_tells_types_and_documentation(kernel: Kernel) -> None:
    kernel.ok("/** Adds one. */\nfunction increment(n: number): number { return n + 1 }")
    text = inspect(kernel, "increment")["data"]["text/plain"]
    assert "increment(n: number): number" in text
    assert "Adds one." in text


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("1 + 1", "complete"),
        ("", "complete"),
        ("// only a comment", "complete"),
        ("/* closed */", "complete"),
        ("const a = `one`", "complete"),
        ("const r = /[(]/", "complete"),
        ("const f = (x: number) => x * 2", "complete"),
        ("for await (const x of []) {}", "complete"),
        ("import * as fs from 'fs'", "complete"),
        ("nosuch", "complete"),
        ("const n: number = 'a type error is no matter of completeness'", "complete"),
        ("function f() {", "incomplete"),
        ("[1, 2,", "incomplete"),
        ("f(", "incomplete"),
        ("const a = `one", "incomplete"),
        ("const a = `${b", "incomplete"),
        ("/* open", "incomplete"),
        ("const a =", "incomplete"),
        ("1 +", "incomplete"),
        ("class A {\n  b() {", "incomplete"),
        ("if (a)", "incomplete"),
        ("x => {", "incomplete"),
        ("a.", "incomplete"),
        ("import {", "incomplete"),
        ("try {\n}", "incomplete"),
        ("}", "invalid"),
        ("import = 7q", "invalid"),
        ("f(]", "invalid"),
        ("const 1a = 2", "invalid"),
        ("'an open string", "invalid"),
        ("let a b", "invalid"),
    ],
)
def test_is_complete(kernel: Kernel, code: str, status: str) -> None:
    content = kernel.ask("is_complete_request", {"code": kernel.say(code)}).content
    assert content["status"] == status
    if status == "incomplete":
        assert content["indent"].strip() == ""
    else:
        assert "indent" not in content or content["indent"] == ""
