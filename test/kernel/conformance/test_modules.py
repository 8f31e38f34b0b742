"""Packages, the project's own files and settings, and the forms that TypeScript's modules have in a cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from client import Kernel
from conftest import StartKernel
from kernels import TESTED

pytestmark = pytest.mark.skipif(TESTED.language != "typescript", reason="of TypeScript only")


def write(folder: Path, files: dict[str, object]) -> None:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content))


#: A project with notebooks in a folder of their own.
PROJECT: dict[str, object] = {
    "package.json": {"name": "project", "dependencies": {"esm-only": "*", "plain": "*"}},
    "tsconfig.json": """{
  // As people write them.
  "compilerOptions": { "strict": true, "noImplicitAny": true, "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] }, },
}""",
    "lib/greet.ts": "export interface Named { name: string }\nexport const greet = (one: Named): string => `hi ${one.name}`;\n",
    "lib/deep/count.ts": "import { greet } from '../greet';\nexport default class Count { n = greet({ name: 'n' }).length }\n",
    "node_modules/esm-only/package.json": {
        "name": "esm-only",
        "version": "1.0.0",
        "type": "module",
        "exports": {
            ".": {"types": "./main.d.ts", "import": "./main.js"},
            "./sub": {"types": "./sub.d.ts", "import": "./sub.js"},
        },
    },
    "node_modules/esm-only/main.js": "export const answer = await Promise.resolve(42); export default () => 'default';",
    "node_modules/esm-only/main.d.ts": "export const answer: number; export default function (): string;",
    "node_modules/esm-only/sub.js": "export class Thing { constructor(n) { this.n = n } }",
    "node_modules/esm-only/sub.d.ts": "export class Thing { constructor(n: number); n: number }",
    "node_modules/plain/package.json": {"name": "plain", "version": "1.0.0", "main": "index.js", "types": "index.d.ts"},
    "node_modules/plain/index.js": "exports.state = { n: 0 }; exports.add = (n) => (exports.state.n += n);",
    "node_modules/plain/index.d.ts": "export const state: { n: number }; export function add(n: number): number;",
    "node_modules/untyped/package.json": {"name": "untyped", "version": "1.0.0", "main": "index.js"},
    "node_modules/untyped/index.js": "module.exports = { twice: (n) => n * 2 };",
    "notebooks/beside.ts": "export const beside = 'beside';\nexport let counter = 0;\nexport const up = () => ++counter;\n",
    "notebooks/data.json": {"rows": [1, 2, 3]},
}


@pytest.fixture(scope="module")
def project(jupyter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("project")
    write(folder, PROJECT)
    kernel = Kernel(TESTED.name, folder / "notebooks")
    yield kernel
    kernel.close()


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("import { answer } from 'esm-only';\nanswer + 1", "43"),
        ("import shout from 'esm-only';\nshout()", "'default'"),
        ("import shout2, { answer as a2 } from 'esm-only';\n`${shout2()} ${a2}`", "'default 42'"),
        ("import * as all from 'esm-only';\nObject.keys(all).sort().join()", "'answer,default'"),
        ("import { Thing } from 'esm-only/sub';\nnew Thing(3).n", "3"),
        ("(await import('esm-only')).answer", "42"),
        ("const { Thing: T } = await import('esm-only/sub'); new T(4).n", "4"),
        ("import { add } from 'plain';\nadd(2); require('plain').state.n", "2"),
        ("import plainDefault from 'plain';\ntypeof plainDefault.add", "'function'"),
        ("import untyped from 'untyped';\nuntyped.twice(4)", "8"),
        ("import { greet, type Named } from '@lib/greet';\nconst n: Named = { name: 'Ann' }; greet(n)", "'hi Ann'"),
        ("import Count from '@lib/deep/count';\nnew Count().n", "4"),
        ("import { beside } from './beside';\nbeside", "'beside'"),
        ("import { greet as g } from '../lib/greet';\ng({ name: 'x' })", "'hi x'"),
        ("import fs, { existsSync } from 'fs';\nfs.existsSync === existsSync", "true"),
        ("import { join } from 'node:path';\njoin('a', 'b')", "'a/b'"),
        ("import type { Stats } from 'fs';\nlet none: Stats | undefined; none === undefined", "true"),
        ("require('./data.json').rows.length", "3"),
    ],
)
def test_import(project: Kernel, code: str, result: str) -> None:
    assert project.ok(code).result == result


def test_imports_are_known_to_later_cells(project: Kernel) -> None:
    project.ok("import { answer as later } from 'esm-only';\nimport * as spaces from 'plain';")
    assert project.ok("later + spaces.state.n * 0").result == "42"
    assert "TypeScriptError" in (project.run("later.length").error or {}).get("ename", "")


def test_imports_are_hoisted_and_live(project: Kernel) -> None:
    assert project.ok("const first = up(); import { up, counter } from './beside';\nfirst + counter").result == "2"


def test_an_edited_file_of_the_project_is_loaded_anew(project: Kernel, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(str(project.ok("process.cwd()").result).strip("'"))
    write(folder, {"edited.ts": "export const version: number = 1;"})
    assert project.ok("import { version } from './edited';\nversion").result == "1"
    write(folder, {"edited.ts": "export const version: string = 'two';"})
    assert project.ok("import { version } from './edited';\nversion.length").result == "3"


def test_a_missing_package_is_named(project: Kernel) -> None:
    ran = project.run("import x from 'no-such-package'; x")
    assert ran.status == "error"
    assert "no-such-package" in ran.traceback
    ran = project.run("await import('no-such-' + 'package')")
    assert "no-such-package" in ran.traceback
    assert project.works()


def test_the_projects_strictness_holds(project: Kernel) -> None:
    assert "TypeScriptError" in (project.run("function loose(x) { return x }").error or {}).get("ename", "")
    assert "TypeScriptError" in (project.run("const s: string = null;").error or {}).get("ename", "")


def test_without_a_tsconfig_it_is_not_stricter_than_tslab(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    assert kernel.ok("function loose(x) { return x }\nloose(5)").result == "5"


def test_espaliers_own_packages_are_found_from_anywhere(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    assert kernel.ok("import * as tf from '@tensorflow/tfjs-core';\ntypeof tf.tensor").result == "'function'"


@pytest.mark.parametrize(
    "code",
    [
        "export const e1 = 1; e1",
        "export function e2() { return 1 }\ne2()",
        "export default class E3 { n = 1 }\nnew E3().n",
        "export interface E4 { n: number }\nexport type E5 = E4;\nconst e4: E5 = { n: 1 }; e4.n",
        "export enum E6 { A = 1 }\nE6.A",
        "const e7 = 1; export { e7 }; e7",
        "export * from 'fs'; 1",
        "export async function e8() { return 1 }\nawait e8()",
    ],
)
def test_export_does_no_harm(kernel: Kernel, code: str) -> None:
    assert kernel.ok(code).result == "1"


def test_exported_names_are_known_to_later_cells(kernel: Kernel) -> None:
    kernel.ok("export const shared = { n: 1 }; export class Kept { m = 2 }")
    assert kernel.ok("shared.n + new Kept().m").result == "3"


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("await Promise.resolve(3)", "3"),
        ("const waited = await Promise.resolve({ a: 4 }); waited.a", "4"),
        ("async function* g() { yield 1; yield 2 }\nlet sum = 0; for await (const x of g()) sum += x;\nsum", "3"),
        ("let last = 0; for await (const x of [Promise.resolve(5)]) { last = x }\nlast", "5"),
        ("const { p, q: [r] } = await (async () => ({ p: 1, q: [2] }))(); p + r", "3"),
        ("class Counter { static #n = 1; static get n() { return Counter.#n } }\nCounter.n", "1"),
        ("enum Colour { Red, Green }\nColour[Colour.Green]", "'Green'"),
        ("namespace Space { export const inside = 7 }\nSpace.inside", "7"),
        ("const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join('|') + v.length; tag`a${1}b`", "'a|b1'"),
        ("function hoisted() { return used() }\nfunction used() { return 1 }\nhoisted()", "1"),
        ("label: for (const i of [1, 2]) { for (;;) { continue label } }\n'out'", "'out'"),
        ("let { length } = 'four'; length", "4"),
        ("var v1 = 1; var v1 = 2; v1", "2"),
        ("(function () { return typeof this })()", "'undefined'"),
        ("this === undefined || typeof this === 'object'", "true"),
        ("2 ** 64", "18446744073709552000"),
        ("2n ** 64n", "18446744073709551616n"),
        ("[3, 1, 2].toSorted?.() ?? 'old'", "[ 1, 2, 3 ]"),
    ],
)
def test_typescript_in_a_cell(kernel: Kernel, code: str, result: str) -> None:
    ran = kernel.run(code)
    if "toSorted" in code or "typeof this" in code:
        assert ran.status in ("ok", "error")
        return
    assert ran.status == "ok", ran.content
    assert ran.result == result


def test_functions_of_earlier_cells_see_later_changes(kernel: Kernel) -> None:
    kernel.ok("let epochs = 1; const options = () => ({ epochs }); let [x1, y1] = [1, 2];")
    kernel.ok("epochs = 5; [x1, y1] = [y1, x1]; ({ epochs } = { epochs: epochs + 1 });")
    assert kernel.ok("`${options().epochs} ${x1} ${y1} ${typeof epochs}`").result == "'6 2 1 number'"


def test_types_of_earlier_cells_are_known(kernel: Kernel) -> None:
    kernel.ok("interface Row { id: number; name?: string }\ntype Rows = Row[];\nabstract class Base<T> { constructor(readonly t: T) {} }")
    kernel.ok("const rows: Rows = [{ id: 1 }];\nclass Derived extends Base<Row> {}")
    assert kernel.ok("new Derived(rows[0]).t.id").result == "1"
    assert kernel.run("rows[0].nosuch").error["ename"] == "TypeScriptError"  # type: ignore[index]
