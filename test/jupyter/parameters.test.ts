import { describe, expect, it } from "vitest";
import { textOf } from "../../src/notebook/nbformat";
import { parseNotebook } from "../../src/notebook/parse-notebook";
import { declaredParameters, injectParameters, parseSetting } from "../../src/jupyter/parameters";

const notebook = (source: string, tags = ["parameters"]): ReturnType<typeof parseNotebook> =>
  parseNotebook(
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [{ cell_type: "code", id: "p", metadata: { tags }, source, outputs: [], execution_count: null }],
    }),
    "n.ipynb",
  );

function injected(source: string, settings: Record<string, string>): string {
  const target = notebook(source);
  injectParameters(target, new Map(Object.entries(settings)));
  return textOf(target.cells[1]!.source);
}

describe("parameters of a notebook", () => {
  it("are the plain variables at the top level of the tagged cell", () => {
    expect(
      declaredParameters(
        `let a = 1, b: string;\nconst c = "x";\nfunction f() { let d = 1; }\nlet { e } = { e: 1 };`,
      ),
    ).toEqual([
      { name: "a", constant: false, text: false },
      { name: "b", constant: false, text: true },
      { name: "c", constant: true, text: true },
    ]);
  });

  it.each([
    ["let n = 1;", "3", "n = 3;"],
    ["let n = 1;", '[1, {"a": null}]', 'n = [1,{"a":null}];'],
    ["let n: string | number = 1;", "wide", 'n = "wide";'],
    ["let n = `text`;", "3", 'n = "3";'],
    ["let n = 'x';", `a "b" \\`, 'n = "a \\"b\\" \\\\";'],
  ])("%s set to %s", (source, value, expected) => {
    expect(injected(source, { n: value })).toBe(`// Set from outside.\n{\n  ${expected}\n}`);
  });

  it("are refused together with everything else that is wrong, and the notebook is as it was", () => {
    const target = notebook("let epochs = 1;");
    expect(() => injectParameters(target, new Map([["epoch", "2"]]))).toThrow('did you mean "epochs"?');
    expect(target.cells).toHaveLength(1);
    const none = notebook("let epochs = 1;", []);
    expect(() => injectParameters(none, new Map([["epochs", "2"]]))).toThrow(
      'this notebook has no parameters that could be set; give the cell that declares them the tag "parameters"',
    );
    expect(() => parseSetting("epochs")).toThrow('"epochs" does not set a parameter; write --set name=value');
    expect(parseSetting("path=a=b")).toEqual(["path", "a=b"]);
  });
});
