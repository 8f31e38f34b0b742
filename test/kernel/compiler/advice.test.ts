import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { complaints, session } from "./session";

/** What is said of a cell that is refused. */
function said(code: string): string[] {
  const { cell } = session();
  return complaints(() => cell(code)).map((one) => one.message);
}

describe("advice", () => {
  it("says how a missing package is installed, and where", () => {
    const { cell, folder } = session({ "package.json": "{}" }, {}, "notes");
    const messages = (code: string): string[] => complaints(() => cell(code)).map((one) => one.message);
    expect(messages('import a from "nope-nope/sub";')).toEqual([
      expect.stringContaining(`to install it: npm install nope-nope   in ${dirname(folder)}`),
    ]);
    expect(messages('await import("@nope/nope/deep");')).toEqual([
      expect.stringContaining("npm install @nope/nope "),
    ]);
    expect(messages('import c from "./nofile";')).toEqual([expect.not.stringContaining("npm install")]);
    expect(messages('import d from "node:nope";')).toEqual([expect.not.stringContaining("npm install")]);
  });

  it("says of other kernels' commands what they are, and nothing else", () => {
    expect(said("%matplotlib inline")).toEqual([expect.stringContaining("`%matplotlib`")]);
    expect(said("%%bash\nls -la\necho $HOME")).toEqual([expect.stringContaining("`%%bash`")]);
    expect(said("!npm install lodash")).toEqual([expect.stringContaining('execSync("npm install lodash"')]);
    expect(said("console.log?")).toEqual([expect.stringContaining("Shift+Tab")]);
    expect(said("?parseInt")).toEqual([expect.stringContaining("Shift+Tab")]);
    expect(said("!ls")).toEqual([expect.stringMatching(/^Cannot find name 'ls'.*\n.*execSync\("ls"/)]);
  });

  it("leaves correct code and other errors alone", () => {
    expect(said("const flag = true;\n!flag")).toEqual([]);
    expect(said("const a = 5\n%2")).toEqual([]);
    expect(said("const b = true\n  ? noSuchName\n  : 2;")).toEqual([expect.stringContaining("noSuchName")]);
    expect(said("const c = (")).toEqual([expect.stringContaining("Expression expected")]);
  });
});
