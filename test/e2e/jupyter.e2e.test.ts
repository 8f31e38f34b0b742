import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { DoctorReport } from "../../src/cli/doctor";
import { formatNotebook, textOf } from "../../src/notebook/nbformat";
import type { MultilineText, Output } from "../../src/notebook/nbformat";
import { freePort } from "./free-port";
import {
  errorOf,
  espalier,
  notebook,
  readNotebook,
  runCells,
  streamText,
  folderForEachTest,
} from "./notebooks";
import { nbclient, pythonWith, runPython } from "./python";

const folder = folderForEachTest();

describe("espalier kernel", () => {
  it("installs kernelspecs whose every path exists, and takes them away again", async () => {
    const { code, stderr } = await espalier(["kernel", "install", "--prefix", folder.path]).ended;
    expect(code, stderr).toBe(0);
    const file = join(folder.path, "share", "jupyter", "kernels", "tslab", "kernel.json");
    const { argv, language } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[]; language: string };
    expect(language).toBe("typescript");
    expect(argv.filter((part) => part.startsWith("/") && !existsSync(part))).toEqual([]);
    expect(argv[0]).toBe(process.execPath);
    expect(argv).toContain("{connection_file}");
    const doctor = await espalier(["doctor", "--json"], {
      env: { JUPYTER_PATH: join(folder.path, "share", "jupyter") },
    }).ended;
    const { checks } = JSON.parse(doctor.stdout) as DoctorReport;
    expect(checks.find(({ name }) => name === "kernelspec")).toMatchObject({ state: "found", detail: file });
    expect(checks.find(({ name }) => name === "TypeScript kernel")).toMatchObject({ state: "found" });
    await espalier(["kernel", "uninstall", "--prefix", folder.path]).ended;
    expect(existsSync(file)).toBe(false);
  });

  it("finds the active Python environment without Python, and says whose kernel it replaces", async () => {
    const place = join(folder.path, "share", "jupyter", "kernels", "tslab");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "kernel.json"), JSON.stringify({ argv: ["tslab"], display_name: "TS" }));
    const env = { VIRTUAL_ENV: folder.path, ESPALIER_PYTHON: undefined, PATH: "" };
    const removed = await espalier(["kernel", "uninstall", "--sys-prefix"], { env }).ended;
    expect(removed.stdout).toContain(`left ${place}: it is another kernel, "TS" (tslab)`);
    const { code, stdout, stderr } = await espalier(["kernel", "install", "--sys-prefix"], { env }).ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`installed ${place}, in place of another kernel, "TS" (tslab)`);
  });

  it("refuses two places at once", async () => {
    const { code, stderr } = await espalier(["kernel", "install", "--user", "--prefix", folder.path]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("exclude each other");
  });
});

const otherKernel = pythonWith("ipykernel");

describe.skipIf(!otherKernel)(
  "another kernel (needs Python with ipykernel: npm run lab -- --set-up-only)",
  () => {
    it("runs under espalier run as ours does: results, errors with their lines, interrupts", async () => {
      const place = join(folder.path, "jupyter", "kernels", "other");
      mkdirSync(place, { recursive: true });
      const argv = [otherKernel, "-m", "ipykernel_launcher", "-f", "{connection_file}"];
      writeFileSync(
        join(place, "kernel.json"),
        JSON.stringify({ argv, display_name: "x", language: "python" }),
      );
      const run = (seconds: number) =>
        runCells(
          folder.path,
          [
            "print('hello')\n20 + 1",
            { source: "a = 1\n1 / 0", metadata: { tags: ["raises-exception"] } },
            "import time\n\ntime.sleep(1000)",
          ],
          {
            kernel: "other",
            env: { JUPYTER_PATH: join(folder.path, "jupyter") },
            arguments: ["--timeout", String(seconds)],
          },
        );
      let seconds = 3;
      let ran = await run(seconds);
      // Where that was too little for the first two cells, or to get into the third.
      while (seconds < 75 && !ran.stderr.includes("line 3")) {
        seconds *= 5;
        ran = await run(seconds);
      }
      const { code, stderr, cells } = ran;
      expect(code).toBe(1);
      expect(streamText(cells[0])).toBe("hello\n");
      expect(cells[0]?.outputs[1]).toMatchObject({
        output_type: "execute_result",
        data: { "text/plain": "21" },
      });
      expect(errorOf(cells[1])?.ename).toBe("ZeroDivisionError");
      expect(stderr).toContain(
        `cell 3 of 3, line 3 (id c) failed:\nTimeoutError: the cell took longer than ${seconds} s`,
      );
    });
  },
);

const client = pythonWith("nbclient");

describe.skipIf(!client)(
  "Jupyter's nbclient (needs Python with nbclient: npm run lab -- --set-up-only)",
  () => {
    it("gives the same outputs as espalier run", async () => {
      await espalier(["kernel", "install", "--prefix", folder.path]).ended;
      const env = { JUPYTER_PATH: join(folder.path, "share", "jupyter") };
      const file = join(folder.path, "notebook.ipynb");
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
      const [theirs, ours] = [join(folder.path, "theirs.ipynb"), join(folder.path, "ours.ipynb")];
      const python = await runPython(client!, nbclient, [file, theirs, folder.path], env);
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
  it("starts on the notebooks and knows the kernel", async () => {
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
