import { describe, expect, it } from "vitest";
import { cellError } from "../../../src/notebook/jupyter/cell-error";

describe("an error made from what tslab writes", () => {
  const code = "const a = 1;\nnull!.x;\n";

  it("has name, message and the cell's line, without the machinery's frames", () => {
    const text = `evalmachine.<anonymous>:4
null.x;
     ^

TypeError: Cannot read properties of null (reading 'x')
    at evalmachine.<anonymous>:5:27
    at evalmachine.<anonymous>:7:3
    at Script.runInThisContext (node:vm:137:12)
    at Object.execute (/x/node_modules/tslab/dist/executor.js:160:38) {
  code: 'SOME'
}
`;
    const { output, place } = cellError(["a warning\n", text], code, process.cwd());
    expect(output).toEqual({
      output_type: "error",
      ename: "TypeError",
      evalue: "Cannot read properties of null (reading 'x')",
      traceback: [
        "TypeError: Cannot read properties of null (reading 'x')",
        "  1 | const a = 1;",
        "> 2 | null!.x;",
        "  3 |",
        "    at this cell, line 2",
        "  code: 'SOME'",
        "}",
      ],
    });
    expect(place).toEqual({ line: 2 });
  });

  it("keeps a message of several lines and the frames of libraries", () => {
    const { output } = cellError(
      ["EspalierError: first\nsecond\n    at build (/home/me/dist/build.js:3:1)\n"],
      code,
      process.cwd(),
    );
    expect(output.ename).toBe("EspalierError");
    expect(output.evalue).toBe("first\nsecond");
    expect(output.traceback.at(-1)).toBe("    at build (/home/me/dist/build.js:3:1)");
  });

  it("gathers the compiler's diagnostics, also those of other files", () => {
    const { output, text, place } = cellError(
      ["noise\n", "helper.ts 3:1 - Not good.\n", "2:7 - Object is possibly 'null'.\n"],
      code,
      process.cwd(),
    );
    expect(output.ename).toBe("TypeScriptError");
    expect(output.evalue).toBe("Not good.");
    expect(text).toBe("helper.ts 3:1 - Not good.\n2:7 - Object is possibly 'null'.\n");
    expect(place).toEqual({ line: 2, column: 7 });
    expect(output.traceback[0]).toBe("TypeScriptError: helper.ts 3:1 - Not good.");
  });

  it("says so where the account of the error was lost", () => {
    expect(cellError([], code, process.cwd()).output.evalue).toContain("was lost");
  });
});
