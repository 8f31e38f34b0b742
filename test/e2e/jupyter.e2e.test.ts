import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatNotebook, textOf } from "../../src/export/nbformat";
import type { MultilineText, Output } from "../../src/export/nbformat";
import { freePort } from "./free-port";
import { espalier, notebook, readNotebook, streamText, temporaryFolder } from "./notebooks";
import { nbclient, pythonWith, runPython } from "./python";

let folder: string;
let remove: () => void;

beforeEach(() => {
  ({ path: folder, remove } = temporaryFolder());
});
afterEach(() => {
  remove();
});

describe("espalier kernel", () => {
  it("installs kernelspecs whose every path exists, and takes them away again", async () => {
    const { code, stderr } = await espalier(["kernel", "install", "--prefix", folder]).ended;
    expect(code, stderr).toBe(0);
    const file = join(folder, "share", "jupyter", "kernels", "tslab", "kernel.json");
    const { argv, language } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[]; language: string };
    expect(language).toBe("typescript");
    expect(argv.filter((part) => part.startsWith("/") && !existsSync(part))).toEqual([]);
    expect(argv[0]).toBe(process.execPath);
    expect(argv).toContain("{connection_file}");
    await espalier(["kernel", "uninstall", "--prefix", folder]).ended;
    expect(existsSync(file)).toBe(false);
  });

  it("refuses two places at once", async () => {
    const { code, stderr } = await espalier(["kernel", "install", "--user", "--prefix", folder]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("exclude each other");
  });
});

const client = pythonWith("nbclient");

describe.skipIf(!client)(
  "Jupyter's nbclient (needs Python with nbclient: npm run lab -- --set-up-only)",
  () => {
    it("gives the same outputs as espalier run", { timeout: 300_000 }, async () => {
      await espalier(["kernel", "install", "--prefix", folder]).ended;
      const env = { JUPYTER_PATH: join(folder, "share", "jupyter") };
      const file = join(folder, "notebook.ipynb");
      writeFileSync(
        file,
        formatNotebook(
          notebook([
            "let a = 20;\nconsole.log('hello');\nconsole.error('careful');",
            "a + 1",
            `import * as tslab from "tslab";\nconst shown = tslab.newDisplay();\nshown.html("one");`,
            `shown.html("two");`,
            "for (let i = 0; i < 2000; i++) console.log(i)",
          ]),
        ),
      );
      const [theirs, ours] = [join(folder, "theirs.ipynb"), join(folder, "ours.ipynb")];
      const python = await runPython(client!, nbclient, [file, theirs, folder], env);
      expect(python.code, python.stderr).toBe(0);
      const { code, stderr } = await espalier(["run", file, "--out", ours]).ended;
      expect(code, stderr).toBe(0);
      const outputs = (path: string): unknown[] =>
        readNotebook(path).cells.map((cell) => joined(cell.outputs));
      expect(outputs(ours)).toEqual(outputs(theirs));
      expect(streamText(readNotebook(theirs).cells[4]).split("\n")).toHaveLength(2001);
    });
  },
);

const lab = pythonWith("jupyterlab");

describe.skipIf(!lab)("JupyterLab (needs its environment: npm run lab -- --set-up-only)", () => {
  it("starts on the notebooks and knows the kernel", { timeout: 300_000 }, async () => {
    const port = await freePort();
    const server = spawn(
      process.execPath,
      ["scripts/lab.mjs", "--no-browser", `--port=${port}`, "--IdentityProvider.token=secret"],
      { stdio: ["ignore", "pipe", "pipe"], detached: true },
    );
    let output = "";
    for (const stream of [server.stdout, server.stderr])
      stream.on("data", (text) => (output += String(text)));
    const ask = async (path: string): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { Authorization: "token secret" },
      });
      expect(answer.status).toBe(200);
      return answer.json();
    };
    try {
      while (!/is running at/.test(output)) {
        expect(server.exitCode, output).toBeNull();
        await sleep(200);
      }
      expect(await ask("/api/status")).toHaveProperty("kernels");
      const { kernelspecs } = (await ask("/api/kernelspecs")) as { kernelspecs: object };
      expect(Object.keys(kernelspecs)).toContain("tslab");
      expect(await ask("/api/contents/01-three-approaches.ipynb?content=0")).toMatchObject({
        type: "notebook",
      });
    } finally {
      // The group: the script, the server and its kernels.
      process.kill(-server.pid!, "SIGKILL");
    }
  });
});

/** nbclient stores each piece of a stream as it came, and texts as lines; what they say must be the same. */
function joined(outputs: readonly Output[]): unknown[] {
  const result: { name: string; text: string }[] = [];
  for (const output of outputs) {
    const last = result.at(-1);
    if (output.output_type !== "stream") result.push({ name: "shown", text: flat(output) });
    else if (last?.name === output.name) last.text += textOf(output.text);
    else result.push({ name: output.name, text: textOf(output.text) });
  }
  return result;
}

function flat(output: Exclude<Output, { output_type: "stream" }>): string {
  if (output.output_type === "error") return output.traceback.join("\n");
  return JSON.stringify(
    Object.entries(output.data).map(([mime, content]) => [mime, textOf(content as MultilineText)]),
  );
}
