import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error("what was waited for did not come");
    await sleep(10);
  }
}

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
    const { ran, ended } = session.begin(
      "console.log('begun'); for (const end = Date.now() + 1000; Date.now() < end; );",
    );
    let hasEnded = false;
    void ended.then(() => (hasEnded = true));
    await until(() => ran.text() === "begun\n");
    expect(hasEnded).toBe(false);
    await ended;
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
      "setTimeout(() => { console.log('late'); throw new Error('nobody caught me') }, 200); 1",
    );
    const second = await session.run("await new Promise((go) => setTimeout(go, 400)); console.log('mine')");
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

const endless = {
  "a loop": "while (true) {}",
  "a wait": "await new Promise(() => {})",
  "a loop after a wait": "await null; while (true) {}",
  "a loop in a callback": "setTimeout(() => { for (;;); }, 10); await new Promise(() => {})",
  "a loop that waits": "while (true) await new Promise((go) => setTimeout(go, 20))",
  "a loop of microtasks": "while (true) await null",
  "a chain of promises":
    "function again(): void { Promise.resolve().then(again) }\nagain(); await new Promise(() => {})",
  "a call that asks no flag": "/(a+)+b/.test('a'.repeat(60))",
  "a loop that catches all": "while (true) { try { while (true) {} } catch {} }",
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

    it.each(Object.entries(endless))("ends %s within half a second", async (_, code) => {
      const took: number[] = [];
      for (let i = 0; i < 3; i++) {
        const { ran, seconds } = await interrupted.interrupt(code);
        expect(failed(ran).ename).toBe("Interrupted");
        took.push(seconds);
      }
      expect(took.sort((one, other) => one - other)[1]).toBeLessThan(0.5);
      expect((await interrupted.run("1 + 1")).result).toBe("2");
    });

    it("leaves the work of other cells alive, and none of the cell's own", async () => {
      const other = await interrupted.run("const alive = setInterval(() => console.log('alive'), 30); 0");
      const { ran } = await interrupted.interrupt(
        "setInterval(() => console.log('left over'), 30); await new Promise(() => {})",
      );
      const [dead, living] = [ran.text().length, other.text().length];
      await sleep(300);
      expect(ran.text().length).toBe(dead);
      expect(other.text().length).toBeGreaterThan(living);
      await interrupted.run("clearInterval(alive)");
    });

    it("lets code clean up", async () => {
      const { ran } = await interrupted.interrupt(
        "try { while (true) {} } finally { for (let i = 0; i < 3; i++) console.log('cleaned', i) }",
      );
      expect(ran.text()).toBe("cleaned 0\ncleaned 1\ncleaned 2\n");
    });

    it("is heard by listeners for SIGINT, who may end the cell in their own way", async () => {
      const { ran } = await interrupted.interrupt(
        "await new Promise((go) => process.once('SIGINT', () => go(1))); 'saved'",
      );
      expect(ran.result).toBe("'saved'");
    });

    it("does no harm where nothing runs", async () => {
      interrupted.kernel.interrupt();
      await sleep(100);
      expect((await interrupted.run("2")).result).toBe("2");
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
  it("comes at once, whatever timers live", async () => {
    const ending = await KernelSession.start(folder.path);
    await ending.run("setInterval(() => undefined, 1000)");
    const begin = performance.now();
    await ending.end();
    expect(performance.now() - begin).toBeLessThan(2000);
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
