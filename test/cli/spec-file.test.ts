import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSpecFile } from "../../src/cli/spec-file";
import { formatProblem } from "../../src/spec";

const folder = mkdtempSync(join(tmpdir(), "espalier-spec-file-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a file that cannot be read", () => {
  it.each(["graph", "experiment"])("is named once: %s", async (kind) => {
    const file = join(folder, `none.${kind}.json`);
    const { graphs, problems } = await readSpecFile(file);
    expect(graphs).toEqual([]);
    expect(problems.map((problem) => formatProblem(problem, file))).toEqual([
      `${file}: there is no such file; check the path`,
    ]);
  });
});
