import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatNotebook } from "../../src/notebook/nbformat";
import { espalier, notebook, root, temporaryFolder } from "../e2e/notebooks";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const command = join(root, "dist", "cli", "main.js");
const graph = join("test", "examples", "flat.graph.json");
const broken = join("test", "examples", "bare-name_broken.graph.json");
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const written = (name: string, cells: readonly string[]) => file(name, formatNotebook(notebook(cells)));

/** Runs the command with its standard output elsewhere. */
async function into(stdout: number | "closed", arguments_: readonly string[]) {
  const child = spawn(process.execPath, [command, ...arguments_], {
    cwd: root,
    stdio: ["ignore", stdout === "closed" ? "pipe" : stdout, "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

const commands: readonly (readonly [string, readonly string[], number])[] = [
  ["--help", ["--help"], 0],
  ["--version", ["--version"], 0],
  ["validate", ["validate", graph], 0],
  ["validate, with problems", ["validate", broken], 1],
  ["summary", ["summary", graph], 0],
  ["kernel install", ["kernel", "install", "--prefix", join(folder, "prefix")], 0],
];

describe("a standard output that nobody reads", () => {
  it.each(commands)("ends quietly, with its own code: %s", async (_, arguments_, expected) => {
    expect(await into("closed", arguments_)).toEqual({ code: expected, stderr: "" });
  });

  it("a run still writes its notebook", async () => {
    const place = written("unread.ipynb", [
      `for (let i = 0; i < 1000; i++) console.log("x".repeat(200));`,
      "6 * 7",
    ]);
    const { code, stderr } = await into("closed", ["run", place]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("2 cells ran");
    expect(stderr).not.toContain("    at ");
  });
});

describe.skipIf(!existsSync("/dev/full"))("a standard output on a full disk", () => {
  it.each(commands)("is one line and exit code 1: %s", async (_, arguments_) => {
    const full = openSync("/dev/full", "w");
    try {
      expect(await into(full, arguments_)).toEqual({
        code: 1,
        stderr: "standard output cannot be written (ENOSPC: no space left on device)\n",
      });
    } finally {
      closeSync(full);
    }
  });
});

describe("what stands in files and names", () => {
  const clear = "\u001B[2J\u009B1m\u202E";

  it("does not reach the terminal as a command", async () => {
    const spec = file(
      "escapes.graph.json",
      JSON.stringify({
        inputs: { x: { shape: [4] } },
        nodes: { [`a${clear}`]: { type: `b${clear}`, from: `c${clear}` } },
      }),
    );
    const cases = [
      ["validate", spec],
      ["summary", spec],
      ["validate", join(folder, `none${clear}.graph.json`)],
      [
        "page",
        file("escapes.ipynb", `{"nbformat":4,"cells":[{"cell_type":"code","source":5}],"a":"${clear}`),
      ],
      ["run", file(`name${clear}.ipynb`, "{}")],
      ["compare", file("escapes.experiment.json", JSON.stringify({ [`a${clear}`]: 1 }))],
      ["run", written("kernel.ipynb", []), "--kernel", `../${clear}`],
      [`sum${clear}`],
      ["summary", graph, `--json${clear}`],
    ];
    for (const arguments_ of cases) {
      const { code, stdout, stderr } = await espalier(arguments_).ended;
      expect(code, arguments_[0]).toBe(1);
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n\t]|\u202E/u);
      expect(stdout + stderr, arguments_[0]).not.toContain("    at ");
    }
  });

  it("of a notebook that runs: only what its cells write passes as it is", async () => {
    const place = join(folder, "told.ipynb");
    const told = notebook([`console.log("\\u001B[31mred"); // ${clear}`, `throw new Error("end")`]);
    told.cells.unshift({ cell_type: "markdown", id: "m", metadata: {}, source: `# head${clear}` });
    told.cells[2]!.id = `id${clear}`;
    writeFileSync(place, formatNotebook(told));
    const { code, stdout, stderr } = await espalier(["run", place]).ended;
    expect(code).toBe(1);
    expect(stdout).toContain("\u001B[31mred");
    expect(stderr).toContain("head\\u{1b}[2J");
    expect(stderr).toContain("id\\u{1b}[2J");
    expect(stderr).not.toContain(clear);
  });
});

describe("what is no notebook and no spec", () => {
  mkdirSync(join(folder, "folder.graph.json"));
  const bytes = file(
    "bytes.graph.json",
    Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) % 256),
  );
  const cases = [
    bytes,
    join(folder, "folder.graph.json"),
    join(folder, "none"),
    "/dev/null",
    "",
    "package.json",
  ];
  it.each(
    cases.flatMap((path) => ["validate", "summary", "page", "run", "compare"].map((name) => [name, path])),
  )("is one error, never a stack: espalier %s %s", async (name, path) => {
    const out = name === "page" ? ["--out", join(folder, "out.html")] : [];
    const { code, stdout, stderr } = await espalier([name, path, ...out]).ended;
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("    at ");
    expect(stdout + stderr).not.toContain("error of its own");
    expect((stdout + stderr).length).toBeGreaterThan(10);
  });
});

describe.skipIf(process.platform === "win32")("the folder that a run needs", () => {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary);
  const left = () => readdirSync(temporary).filter((name) => name.startsWith("espalier-kernel-"));
  const start = (name: string, cell: string) =>
    espalier(["run", written(name, [cell])], { env: { TMPDIR: temporary } });
  const waits = `console.log("it runs"); await new Promise((end) => setTimeout(end, 600_000));`;
  const running = async (run: ReturnType<typeof espalier>) => {
    while (!run.output().includes("it runs") && run.process.exitCode === null)
      await once(run.process.stdout!, "data");
    expect(left()).toHaveLength(1);
  };

  it.each(["SIGTERM", "SIGHUP"] as const)("goes with it when it is ended by %s", async (signal) => {
    const run = start(`${signal}.ipynb`, waits);
    await running(run);
    run.process.kill(signal);
    expect((await run.ended).code).toBe(130);
    expect(left()).toEqual([]);
  });

  it("is removed by the next run where it was killed", async () => {
    const killed = start("killed.ipynb", waits);
    await running(killed);
    killed.process.kill("SIGKILL");
    await killed.ended;
    expect(left()).toHaveLength(1);
    expect((await start("next.ipynb", "1").ended).code).toBe(0);
    expect(left()).toEqual([]);
  });
});
