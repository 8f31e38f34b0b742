import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, settled } from "../eventually";
import { readOptions } from "../../kernel-ext/kernel/src/host/options";
import { temporaryFolder } from "../e2e/notebooks";
import { KernelSession } from "./session";
import type { Ran } from "./session";

const folder = temporaryFolder();
let session: KernelSession;

beforeAll(async () => {
  session = await KernelSession.start(folder.path);
});
afterAll(async () => {
  await session.end();
  folder.remove();
});

const failed = (ran: Ran): { ename: unknown; evalue: unknown; traceback: string } => ({
  ename: ran.reply.ename,
  evalue: ran.reply.evalue,
  traceback: (ran.reply.traceback as string[]).join("\n"),
});

describe("a cell", () => {
  it("shows a promise as one, and does not wait for it", async () => {
    expect((await session.run("console.log(new Promise(() => {}))")).text()).toBe("Promise { <pending> }\n");
    expect((await session.run("new Promise(() => {})")).result).toContain("<pending>");
  });

  it("shows its last value, and null, but not undefined", async () => {
    expect((await session.run("1 + 1")).result).toBe("2");
    expect((await session.run("null")).result).toBe("null");
    expect((await session.run("undefined")).messages).toEqual([]);
  });

  it("knows what earlier cells declared, functions and types too", async () => {
    await session.run("interface Point { x: number }\nlet p: Point = { x: 1 };\nconst next = () => ++p.x;");
    expect((await session.run("next(); p.x")).result).toBe("2");
  });

  it("that failed leaves what it had initialised, and only that", async () => {
    await session.run("const kept = 1; throw new Error('no');\nconst lost = 2;");
    expect((await session.run("kept")).result).toBe("1");
    expect(failed(await session.run("lost")).evalue).toContain("Cannot find name 'lost'");
  });

  it("that failed gives a name back to the cell that had it", async () => {
    await session.run("const shared = 'first'");
    await session.run("throw new Error('no');\nconst shared = 'second';");
    expect((await session.run("shared")).result).toBe("'first'");
  });

  it("finds no trace of the kernel's own start", async () => {
    const { result } = await session.run("[process.argv.slice(2).length, require.main, process.cwd()]");
    expect(result).toContain("[ 0, undefined");
  });
});

describe("output", () => {
  it("comes whole and in order, 100,000 lines of it", async () => {
    const ran = await session.run("for (let i = 0; i < 100_000; i++) console.log(i)");
    expect(ran.text()).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(""));
  });

  it("is seen while the cell computes", async () => {
    // It computes until it is told that this was seen.
    const file = join(folder.path, "seen");
    const { ran, ended } = session.begin(
      `import { existsSync } from "node:fs"; console.log("begun"); while (!existsSync(${JSON.stringify(file)}));`,
    );
    await eventually(() => ran.text() === "begun\n", "what it prints");
    writeFileSync(file, "");
    expect((await settled(ended, "its end")).reply.status).toBe("ok");
  });

  it("of both streams and of displays keeps its order", async () => {
    const ran = await session.run(
      "console.log(1); console.error(2); display('three'); process.stdout.write('4'); 5",
    );
    expect(ran.messages.map(({ header }) => header.msg_type)).toEqual([
      "stream",
      "stream",
      "display_data",
      "stream",
      "execute_result",
    ]);
  });

  it("of late callbacks goes to the cell that started them, and so do their errors", async () => {
    const first = await session.run(
      "const turns = { second: false, late: false }; const each = setInterval(() => { if (!turns.second) return; " +
        "clearInterval(each); turns.late = true; console.log('late'); throw new Error('nobody caught me') }, 10); 1",
    );
    const second = await session.run(
      "turns.second = true; while (!turns.late) await new Promise((go) => setTimeout(go, 10)); console.log('mine')",
    );
    await eventually(() => first.text("stderr") !== "", "the late error");
    expect(first.text()).toBe("late\n");
    expect(first.text("stderr")).toMatch(/^Uncaught Error: nobody caught me\n {4}at .*Cell\[\d+\]:1:\d+/);
    expect(second.text()).toBe("mine\n");
  });

  it("of streams that are piped into stdout is output as any other", async () => {
    const ran = await session.run(
      "import { Readable } from 'node:stream';\nimport { pipeline } from 'node:stream/promises';\n" +
        "await pipeline(Readable.from(['a', 'b']), process.stdout); console.log('c')",
    );
    expect(ran.text()).toBe("abc\n");
  });
});

describe("an error", () => {
  it("names the failing line, and frames in the cells' own places alone", async () => {
    await session.run("function fails(): never {\n  throw new RangeError('deep');\n}");
    const { ename, evalue, traceback } = failed(await session.run("const n: number = 1;\n\nfails();"));
    expect([ename, evalue]).toEqual(["RangeError", "deep"]);
    expect(traceback).toContain("> 3 | fails();");
    expect(traceback.match(/Cell\[\d+\]:\d+/g)?.map((place) => place.split(":")[1])).toEqual(["2", "3"]);
    expect(traceback).not.toMatch(/node:|tslab|dist/);
  });

  it("may be anything that can be thrown", async () => {
    expect(failed(await session.run("throw 'text'")).evalue).toBe("text");
    expect(failed(await session.run("throw null")).evalue).toBe("null");
    expect(failed(await session.run("throw { code: 7 }")).evalue).toBe("{ code: 7 }");
  });

  it("shows its cause and its code", async () => {
    const cell = "throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'ENOPE' })";
    const { traceback } = failed(await session.run(cell));
    expect(traceback).toContain("inner");
    expect(traceback).toContain("ENOPE");
  });

  it("of TypeScript comes with all others, and nothing has run", async () => {
    const ran = await session.run("console.log('ran');\nconst a: number = 'text';\nnosuch;");
    expect(ran.text()).toBe("");
    const { ename, traceback } = failed(ran);
    expect(ename).toBe("TypeScriptError");
    expect(traceback).toContain("2:7 - Type 'string' is not assignable to type 'number'");
    expect(traceback).toContain("> 3 | nosuch;\n    | ^^^^^^");
  });
});

const say = "console.error('begun');";
/** What says that it has begun as late as it can. */
const endless = {
  "a loop": `for (let i = 0; ; i++) if (i === 1e6) ${say}`,
  "a wait": `${say} await new Promise(() => {})`,
  "a loop after a wait": `await null; ${say} while (true) {}`,
  "a loop in a callback": `setTimeout(() => { ${say} for (;;); }, 10); await new Promise(() => {})`,
  "a loop that waits": `for (let i = 0; ; i++) { await new Promise((go) => setTimeout(go, 20)); if (i === 2) ${say} }`,
  "a loop of microtasks": `for (let i = 0; ; i++) { await null; if (i === 1000) ${say} }`,
  "a chain of promises": `let i = 0; function again(): void { if (++i === 1000) ${say} Promise.resolve().then(again) }
again(); await new Promise(() => {})`,
  "a call that asks no flag": `${say} /(a+)+b/.test('a'.repeat(60))`,
  "a loop that catches all": `${say} while (true) { try { while (true) {} } catch {} }`,
};

describe.each(process.platform === "win32" ? (["message"] as const) : (["signal", "message"] as const))(
  "an interrupt by %s",
  (way) => {
    let interrupted: KernelSession;
    beforeAll(async () => {
      interrupted = await KernelSession.start(folder.path, way);
      await interrupted.run("1");
    });
    afterAll(() => interrupted.end());

    // How soon is a matter of test/bench/kernels: here, that it ends at all, which it would not by itself.
    it.each(Object.entries(endless))("ends %s", async (_, code) => {
      for (let i = 0; i < 3; i++) expect(failed(await interrupted.interrupt(code)).ename).toBe("Interrupted");
      expect((await interrupted.run("1 + 1")).result).toBe("2");
    });

    it("leaves the work of other cells alive, and none of the cell's own", async () => {
      const other = await interrupted.run("const alive = setInterval(() => console.log('alive'), 30); 0");
      const ran = await interrupted.interrupt(
        `setInterval(() => console.log('left over'), 30); ${say} await new Promise(() => {})`,
      );
      const [dead, living] = [ran.text().length, other.text().length];
      // As long as ten of its own turns.
      await eventually(
        () => other.text().length >= living + 10 * "alive\n".length,
        "the work of the other cell",
      );
      expect(ran.text().length).toBe(dead);
      await interrupted.run("clearInterval(alive)");
    });

    it("lets code clean up", async () => {
      const ran = await interrupted.interrupt(
        `try { ${say} while (true) {} } finally { for (let i = 0; i < 3; i++) console.log('cleaned', i) }`,
      );
      expect(ran.text()).toBe("cleaned 0\ncleaned 1\ncleaned 2\n");
    });

    it("is heard by listeners for SIGINT, who may end the cell in their own way", async () => {
      const ran = await interrupted.interrupt(
        `await new Promise((go) => { process.once('SIGINT', () => go(1)); ${say} }); 'saved'`,
      );
      expect(ran.result).toBe("'saved'");
    });

    it("does no harm where nothing runs", async () => {
      const heard = interrupted.interruptsHeard;
      interrupted.kernel.interrupt();
      if (way === "message") await eventually(() => interrupted.interruptsHeard > heard, "its end");
      // Nobody says when a signal was heard: that may be in the middle of this cell.
      else await interrupted.run("1");
      expect((await interrupted.run("2")).result).toBe("2");
    });

    it("is heard by a cell that has been handed over and has not begun", async () => {
      const early = await KernelSession.start(folder.path, way);
      try {
        // The main thread is still loading: it takes the cell when it is done with that.
        const cell = early.begin("for (;;);");
        await eventually(
          () => cell.heard.some(({ header }) => header.msg_type === "execute_input"),
          "the cell",
        );
        early.kernel.interrupt();
        expect(failed(await settled(cell.ended, "the end of the cell")).ename).toBe("Interrupted");
      } finally {
        await early.end();
      }
    });
  },
);

describe("around a cell", () => {
  it("says once, under a cell, what of the project's settings is left out, and where that stands", async () => {
    const file = join(folder.path, "tsconfig.json");
    writeFileSync(
      file,
      '{\n  "compilerOptions": {\n    "target": "ES2999",\n    "noSuchOption": true\n  }\n}',
    );
    try {
      const said = (await session.run("1")).text("stderr");
      expect(said).toContain(`${file}:3 - "ES2999" is not known`);
      expect(said).toContain(`${file}:4 - Unknown compiler option 'noSuchOption'`);
      expect((await session.run("2")).messages).toHaveLength(1);
      writeFileSync(file, '{ "compilerOptions": { ');
      expect((await session.run("3")).text("stderr")).toContain(`${file}:1 - `);
    } finally {
      rmSync(file);
    }
  });

  it("shows what child processes print that inherit its streams", async () => {
    await session.run('import { execSync, spawn, spawnSync } from "node:child_process";');
    const now = await session.run('execSync("echo out; echo err >&2", { stdio: "inherit" })');
    expect([now.text(), now.text("stderr"), now.result]).toEqual(["out\n", "err\n", "null"]);
    const failing = await session.run('execSync("echo so far; exit 3", { stdio: "inherit" })');
    expect([failing.text(), failed(failing).ename]).toEqual(["so far\n", "Error"]);
    const half = 'spawnSync("sh", ["-c", "echo out; echo err >&2"], { stdio: ["pipe", "pipe", "inherit"] })';
    const synchronous = await session.run(`${half}.stdout.toString()`);
    expect([synchronous.text("stderr"), synchronous.result]).toEqual(["err\n", "'out\\n'"]);
    const later = await session.run(
      'await new Promise((done) => spawn("echo", ["later"], { stdio: "inherit" }).on("close", done))',
    );
    expect([later.text(), later.result]).toEqual(["later\n", "0"]);
    expect((await session.run('spawnSync("no-such-program", { stdio: "inherit" }).status')).result).toBe(
      "null",
    );
  });

  it("survives errors of callbacks also when somebody took all listeners away", async () => {
    await session.run('process.removeAllListeners("uncaughtException"); process.removeAllListeners();');
    const ran = await session.run(
      'setTimeout(() => { throw new Error("late") }); Promise.reject(new Error("let go")); await new Promise((done) => setTimeout(done, 50));',
    );
    await eventually(() => ran.text("stderr").includes("late"), "the late error");
    expect(ran.text("stderr")).toMatch(/Uncaught Error: let go[^]*Uncaught Error: late/);
    expect((await session.run("1")).result).toBe("1");
  });

  it("survives an ES module that imports a broken file", async () => {
    writeFileSync(join(folder.path, "broken.cjs"), "this is no program (");
    writeFileSync(
      join(folder.path, "around.mjs"),
      'import broken from "./broken.cjs";\nexport default broken;',
    );
    const ran = await session.run('import around from "./around.mjs"; around');
    expect([failed(ran).ename, failed(ran).traceback]).toEqual([
      "SyntaxError",
      expect.stringContaining("broken.cjs:1"),
    ]);
    expect(ran.text("stderr")).toBe("");
    expect((await session.run("2")).result).toBe("2");
  });

  it("checks nothing where the kernel is told so, by an argument or by the environment", async () => {
    const before = process.env.ESPALIER_KERNEL_TRANSPILE_ONLY;
    process.env.ESPALIER_KERNEL_TRANSPILE_ONLY = "1";
    const unchecked = await KernelSession.start(folder.path);
    if (before === undefined) delete process.env.ESPALIER_KERNEL_TRANSPILE_ONLY;
    try {
      expect((await unchecked.run("const n: number = 'text'; n")).result).toBe("'text'");
    } finally {
      await unchecked.end();
    }
    expect(readOptions(["--connection-file", "f", "--transpile-only"]).transpileOnly).toBe(true);
    expect(readOptions(["--connection-file", "f"]).transpileOnly).toBe(false);
  });

  it("knows the notebook's folder as __dirname", async () => {
    expect(
      (await session.run("[__dirname === import.meta.dirname, typeof __dirname, { __dirname }]")).result,
    ).toBe(`[ true, 'string', { __dirname: '${folder.path}' } ]`);
    expect((await session.run("const __dirname = 5; __dirname")).result).toBe("5");
    expect((await session.run("__dirname")).result).toBe("5");
  });
});

describe("the end", () => {
  it("comes by itself, whatever timers live", async () => {
    const ending = await KernelSession.start(folder.path);
    await ending.run("setInterval(() => undefined, 1000)");
    await ending.end();
    // Not by force, on either side.
    expect(ending.kernel.exit).toMatchObject({ code: 0 });
  });

  it("by process.exit comes after all that was printed, and fails the cell where it has a code", async () => {
    const ending = await KernelSession.start(folder.path);
    const ran = await ending.run("for (let i = 0; i < 1000; i++) console.log(i); process.exit(3)");
    expect(failed(ran).ename).toBe("Exit");
    expect(ran.text().split("\n").length).toBe(1001);
    expect(await ending.kernel.exited).toMatchObject({ code: 3 });
    await ending.end();
  });
});
