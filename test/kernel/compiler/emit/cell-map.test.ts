/*
 * Places in scripts, as V8 names them, are places in cells. `§` in a cell is where the stack's first frame must point.
 */
import { expect, test } from "vitest";
import type { EmittedCell } from "../../../../kernel-ext/kernel/src/compiler/emit-contract";
import { Notebook } from "./notebook";

const failing: readonly string[] = [
  "§nobody",
  "\n\n  §nobody",
  "const a = 1;\nthrow §new Error('x')",
  "interface I {\n  a: number\n}\ntype T = 1;\nlet x: any;\nx.§y",
  "let x: any;\nfunction f(a: number, b?: string) {\n  return x.§y(a);\n}\nf(1)",
  "let x: any;\nconst f = (a: number) => x.§y;\nf(1)",
  "import { a } from 'm';\na.b.§c",
  "import { a } from 'm';\n\n\n§a()",
  "import 'm';\n/* c */ enum E {\n A = 1 }\n§nobody",
  "for (const i of [1]) {\n  for (;;) {\n    §nobody\n  }\n}",
  "class A {\n  #x = 1;\n  constructor(readonly a: number) {\n    §nobody\n  }\n}\nnew A(1)",
  "export const a = 1; export default §nobody",
  "/* é😀 */ let x: any; x.§y",
  "const s = `\n${1}\n${§nobody}`",
  "await null;\n§nobody",
  "§later; const later = 1",
];

test.each(failing)("%s", async (marked) => {
  const code = marked.replace("§", "");
  const notebook = new Notebook({ modules: { m: { a: {} } } });
  const cell = notebook.compile(code);
  const place = await placeOfError(new Notebook({ modules: { m: { a: {} } } }), code);
  const before = marked.slice(0, marked.indexOf("§")).split("\n");
  const expected = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  expect(original(cell, place)).toEqual(expected);
});

test("code that is not the user's has no place", () => {
  const { map, script } = new Notebook().compile("import 'm';\nexport const a = 1;");
  expect(script.split("\n")[1]).toContain("defineProperties");
  expect([map.original(1, 10), map.original(2, 60), map.original(99, 1), map.original(0, 0)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("who is stopped sees where", async () => {
  const code = "const a = 1;\n\n  while (true) {\n    a;\n  }";
  const stopping = new Notebook({ checkpoint: () => void JSON.parse("{") });
  stopping.stop[0] = 1;
  const place = await placeOfError(stopping, code);
  expect(original(new Notebook().compile(code), place)).toEqual({ line: 3, column: 3 });
});

interface Place {
  readonly line: number;
  readonly column: number;
}

function original(cell: EmittedCell, { line, column }: Place): unknown {
  return cell.map.original(line, column);
}

/** Of the first frame in the cell, in the script as it stands. */
async function placeOfError(notebook: Notebook, code: string): Promise<Place> {
  const error = await notebook.run(code).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const [, line, column] = /Cell\[1\]:(\d+):(\d+)/.exec(error?.stack ?? "") ?? [];
  return { line: Number(line), column: Number(column) };
}
