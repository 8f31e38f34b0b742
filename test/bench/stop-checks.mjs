/*
 * What it costs that code of cells can be stopped: loops and small functions with several forms of the question whether to
 * go on, against the same code without it; and whether each form is heard at all by optimised code (V8 might read a flag
 * once for all passes). Every measurement has a process of its own. Code runs in a function, and as a cell has it at its
 * top level: entered once, and optimised while it loops.
 *
 *   node test/bench/stop-checks.mjs [--json FILE] [--rounds N]
 */
/* global performance */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const plain = "stop[0] !== 0 && cell.checkpoint();";
const atomic = "Atomics.load(stop, 0) !== 0 && cell.checkpoint();";
/** `count`: what a function that loops declares; `loop`, `call`: what each pass, and each function, begins with. */
const forms = {
  none: { count: "", loop: "", call: "" },
  "plain read": { count: "", loop: plain, call: plain },
  "Atomics.load": { count: "", loop: atomic, call: atomic },
  "read, each 1024th": { count: "let n = 0;", loop: `(++n & 1023) === 0 && ${plain}`, call: plain },
  "Atomics, each 1024th": { count: "let n = 0;", loop: `(++n & 1023) === 0 && ${atomic}`, call: atomic },
};

const work = {
  "nested integer loops": ({ count, loop }) => `${count} let s = 0;
    for (let i = 0; i < 10000; i++) { ${loop} for (let j = 0; j < 5000; j++) { ${loop} s = (s + i * j) | 0; } }
    return s;`,
  "array of floats": ({ count, loop }) => `${count} const a = new Float64Array(1000);
    for (let r = 0; r < 40000; r++) { ${loop} for (let j = 0; j < 1000; j++) { ${loop} a[j] = a[j] * 0.5 + j; } }
    return a[5];`,
  "matrix product": ({ count, loop }) => `${count} const n_ = 250;
    const a = new Float32Array(n_ * n_).fill(1.5), b = a.slice(), c = a.slice();
    for (let i = 0; i < n_; i++) { ${loop} for (let j = 0; j < n_; j++) { ${loop} let s = 0;
      for (let k = 0; k < n_; k++) { ${loop} s += a[i * n_ + k] * b[k * n_ + j]; }
      c[i * n_ + j] = s; } }
    return c[7];`,
  "Math.sqrt in a loop": ({ count, loop }) => `${count} let s = 0;
    for (let i = 0; i < 3e7; i++) { ${loop} s += Math.sqrt(i); } return s;`,
  "while with branches": ({ count, loop }) => `${count} let s = 0;
    for (let k = 1; k < 3e5; k++) { ${loop} let x = k;
      while (x !== 1) { ${loop} x = x & 1 ? 3 * x + 1 : x / 2; s++; } }
    return s;`,
  "for of an array": ({
    count,
    loop,
  }) => `${count} const a = Array.from({ length: 1000 }, (_, i) => i); let s = 0;
    for (let r = 0; r < 3e4; r++) { ${loop} for (const x of a) { ${loop} s += x; } } return s;`,
  "strings and objects": ({ count, loop }) => `${count} const m = new Map();
    for (let i = 0; i < 1e6; i++) { ${loop} m.set("k" + (i & 1023), { i }); } return m.size;`,
  "callbacks that call": ({ count, loop, call }) => `${count} let s = 0;
    const a = Array.from({ length: 1000 }, (_, i) => i), f = (x) => x + 1;
    for (let r = 0; r < 1e4; r++) { ${loop}
      s += a.map((x) => { ${call} return f(x); }).reduce((p, q) => { ${call} return f(p) + q; }, 0); }
    return s;`,
  "recursive fib": ({ call }) => `
    const fib = (n) => { ${call} return n < 2 ? n : fib(n - 1) + fib(n - 2); }; return fib(35);`,
};

/** Loops that end only by being stopped. */
const endless = {
  empty: ({ loop }) => `for (;;) { ${loop} }`,
  arithmetic: ({ loop }) =>
    `let x = 1; for (let i = 0; i > -1; i++) { ${loop} x = (x * 3 + i) | 0; if (i > 1e9) i = 0; }`,
  nested: ({ loop }) =>
    `let s = 0; for (;;) { ${loop} for (let j = 0; j < 1000; j++) { ${loop} s = (s + j) | 0; } }`,
  integers: ({ loop }) =>
    `const a = new Int32Array(100); for (let k = 0; ; k = (k + 1) % 100) { ${loop} a[k] += k; }`,
  floats: ({ loop }) =>
    `const a = new Float64Array(100); for (let k = 0; ; k = (k + 1) % 100) { ${loop} a[k] += k; }`,
  "inlined function": ({ loop, call }) =>
    `const f = (x) => { ${call} return (x * 2) | 0; }; let s = 1; for (;;) { ${loop} s = f(s) + 1; }`,
  "Math in a do loop": ({ loop }) => `let s = 0; do { ${loop} s = Math.sqrt(s + 1); } while (s < 1e9);`,
};

const patience = { lead: 400, late: 1500 };
const self = fileURLToPath(import.meta.url);

if (!isMainThread) raiseTheFlag(new Int32Array(workerData));
else if (process.argv[2] === "--time") time(...process.argv.slice(3));
else if (process.argv[2] === "--stop") await stop(process.argv[3], process.argv[4]);
else main();

/** The script of a cell, or a function of one. */
function compiled(source, where, stop, checkpoint) {
  const opening = 'const cell = require("#cell"), stop = cell.stop;';
  const script = where === "function" ? `${opening} return () => { ${source} };` : `${opening} ${source}`;
  const cell = new Function("exports", "require", script);
  const require = () => ({ stop, checkpoint });
  return where === "function" ? cell({}, require) : () => cell({}, require);
}

/** Prints the milliseconds of a run that is optimised. */
function time(name, form, where) {
  const run = compiled(
    work[name](forms[form]),
    where,
    new Int32Array(new SharedArrayBuffer(64)),
    () => undefined,
  );
  const times = Array.from({ length: where === "function" ? 6 : 2 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  console.log(Math.min(...times));
  process.exit(0);
}

/** Prints how long after the wish a loop stopped. */
async function stop(name, form) {
  const shared = new SharedArrayBuffer(64);
  const flags = new Int32Array(shared);
  const run = compiled(forms[form].count + endless[name](forms[form]), "cell", flags, () => {
    throw new Error("stopped");
  });
  const worker = new Worker(self, { workerData: shared });
  await new Promise((resolve) => worker.once("online", resolve));
  const start = performance.now();
  try {
    run();
  } catch {
    console.log(Math.max(0, performance.now() - start - patience.lead));
  }
  process.exit(0);
}

/** In a thread of its own. Who has not stopped by then does not. */
function raiseTheFlag(flags) {
  Atomics.wait(flags, 1, 0, patience.lead);
  Atomics.store(flags, 0, 1);
  Atomics.wait(flags, 1, 0, patience.late);
  process.kill(process.pid, "SIGKILL");
}

function child(...args) {
  const { stdout, status } = spawnSync(process.execPath, [self, ...args], { encoding: "utf8" });
  return status === 0 && stdout !== "" ? Number(stdout) : undefined;
}

function main() {
  const option = (name) => process.argv[process.argv.indexOf(name) + 1];
  const rounds = process.argv.includes("--rounds") ? Number(option("--rounds")) : 5;
  const speed = {};
  for (const name of Object.keys(work)) {
    for (const where of ["function", "cell"]) speed[`${name}, ${where}`] = timesOf(name, where, rounds);
  }
  const heard = {};
  for (const name of Object.keys(endless)) {
    const checked = Object.keys(forms).filter((form) => form !== "none");
    heard[name] = Object.fromEntries(checked.map((form) => [form, child("--stop", name, form) ?? "never"]));
  }
  console.log(
    `Node ${process.version}, V8 ${process.versions.v8}: milliseconds without a check, then times as long`,
  );
  console.table(
    mapRows(speed, (value, form, row) =>
      form === "none" ? value.toFixed(0) : (value / row.none).toFixed(2),
    ),
  );
  console.log("Milliseconds from the wish to the end of an endless loop");
  console.table(mapRows(heard, (value) => (typeof value === "number" ? value.toFixed(0) : value)));
  const result = {
    node: process.version,
    v8: process.versions.v8,
    rounds,
    milliseconds: speed,
    stoppedAfter: heard,
  };
  if (process.argv.includes("--json"))
    writeFileSync(option("--json"), `${JSON.stringify(result, null, 2)}\n`);
  else console.log(JSON.stringify(result));
}

function timesOf(name, where, rounds) {
  const times = Object.fromEntries(Object.keys(forms).map((form) => [form, []]));
  for (let round = 0; round < rounds; round++) {
    for (const form of Object.keys(forms)) times[form].push(child("--time", name, form, where));
  }
  return Object.fromEntries(Object.entries(times).map(([form, all]) => [form, median(all)]));
}

function mapRows(rows, map) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([form, value]) => [form, map(value, form, row)])),
    ]),
  );
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
