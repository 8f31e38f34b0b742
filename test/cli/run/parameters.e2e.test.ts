import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { espalier, folderForEachTest, readNotebook, runCells, streamText } from "../../e2e/notebooks";

const folder = folderForEachTest();

describe("espalier run --set", () => {
  const cells = [
    {
      source: `let epochs = 25;\nlet name = "first";\nlet sizes: number[] = [1];\nconst fixed = 1;`,
      metadata: { tags: ["parameters"] },
    },
    "console.log(JSON.stringify([epochs, name, sizes]));",
  ];

  it("assigns parameters in a cell of its own, which a second run replaces", async () => {
    const first = await runCells(folder.path, cells, {
      arguments: ["--set", "epochs=3", "--set", "name=4", "--set", "sizes=[2,3]"],
    });
    expect(first.code, first.stderr).toBe(0);
    expect(streamText(first.cells[2])).toBe(`[3,"4",[2,3]]\n`);
    expect(first.cells[1]?.metadata.tags).toEqual(["injected-parameters"]);
    const file = join(folder.path, "notebook.ipynb");
    const second = await espalier(["run", file, "--set", "epochs=5"]).ended;
    expect(second.code, second.stderr).toBe(0);
    const again = readNotebook(file).cells;
    expect(again).toHaveLength(3);
    expect(streamText(again[2])).toBe(`[5,"first",[1]]\n`);
  });

  it("refuses a name that is no parameter, a constant, and a value of the wrong type", async () => {
    const unknown = await runCells(folder.path, cells, { arguments: ["--set", "epoch=3"] });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(`there is no parameter "epoch"; did you mean "epochs"?`);
    const fixed = await runCells(folder.path, cells, { arguments: ["--set", "fixed=3"] });
    expect(fixed.stderr).toContain(`the parameter "fixed" is a constant; declare it with let`);
    const wrong = await runCells(folder.path, cells, { arguments: ["--set", "epochs=many"] });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("Type 'string' is not assignable to type 'number'");
  });
});
