/*
 * "How to add …" in ARCHITECTURE.md is true: its examples, put into a copy of the sources through the files that it names
 * and no others, compile after `npm run generate`, keep to the arrows between the rooms, and do what they say.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { additions, changed, root } from "./architecture";
import { temporaryFolder } from "./e2e/notebooks";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const bin = join(root, "node_modules", ".bin");
const node = (...words: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, words, { cwd: folder });

type Weights = Readonly<Record<string, readonly number[]>>;

interface Trained {
  readonly summary: string;
  readonly before: Weights;
  readonly after: Weights;
  /** Saved and opened again. */
  readonly opened: Weights;
  readonly drawing: string;
  readonly curves: string;
  readonly predicted: { readonly sign: readonly number[]; readonly size: readonly number[] };
  readonly metrics: Readonly<Record<string, number>>;
  readonly steps: number;
}

/** What added-kinds.mjs writes. */
interface Result {
  readonly inputs: readonly (readonly [number, number])[];
  readonly labels: { readonly size: readonly number[] };
  readonly problems: readonly unknown[];
  readonly signSgd: Trained;
  readonly equal: Trained;
  readonly halves: Trained;
  readonly sequential: Trained;
  readonly root: Trained;
  readonly routes: {
    readonly weights: Weights;
    readonly second: readonly number[];
    readonly sum: readonly number[];
  };
  readonly samples: readonly number[];
  readonly figure: { readonly data: readonly { readonly x: unknown; readonly y: unknown }[] };
  readonly picture: string;
}

/** All files below src and schemas with their texts. */
function texts(): Map<string, string> {
  const files = ["src", "schemas"].flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

let result: Result;
const touched = new Set<string>();

beforeAll(async () => {
  const copied = ["src", "scripts", "schemas", "package.json", "tsconfig.json", ".dependency-cruiser.mjs"];
  for (const entry of copied) cpSync(join(root, entry), join(folder, entry), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const before = texts();

  for (const { examples } of additions()) {
    for (const example of examples) {
      const path = join(folder, example.file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(
        path,
        example.form === "ts" ? example.code : changed(readFileSync(path, "utf8"), example),
      );
    }
  }
  await node(join("scripts", "tables.mjs"));
  await node(join("scripts", "schemas.mjs"));
  for (const [path, text] of texts()) if (before.get(path) !== text) touched.add(path);

  await node(join(root, "node_modules", "typescript", "bin", "tsc"), "-p", ".").catch((error: unknown) => {
    throw new Error(`the examples do not compile:\n${(error as { readonly stdout: string }).stdout}`);
  });
  await node(join(root, "test", "added-kinds.mjs"));
  result = JSON.parse(readFileSync(join(folder, "result.json"), "utf8")) as Result;
});

describe("the examples of ARCHITECTURE.md", () => {
  test("need no other file than those that are named, and those that are written", () => {
    const named = additions().flatMap(({ examples }) => examples.map(({ file }) => file));
    const others = [...touched].filter((path) => !named.includes(path));
    expect(named.filter((path) => !touched.has(path))).toEqual([]);
    expect(others.filter((path) => !/\.generated\.ts$|^schemas\//.test(path))).toEqual([]);
    expect(others).toContain(join("src", "metrics", "table.generated.ts"));
  });

  test("keep to the arrows between the rooms", async () => {
    const files = additions().flatMap(({ examples }) => examples.map(({ file }) => file));
    await node(join(bin, "depcruise"), "--config", ".dependency-cruiser.mjs", ...files);
  });

  test("layer, node: the network computes what their descriptions say", () => {
    const { before, predicted, summary } = result.signSgd;
    expect(result.problems).toEqual([]);
    expect(summary).toMatch(/square\b/);
    expect(summary).toMatch(/\btotal\b/);
    const dense = (row: readonly number[], name: string): number[] => {
      const [kernel, bias] = [before[`${name}/kernel`]!, before[`${name}/bias`]!];
      return bias.map((start, i) => row.reduce((sum, x, j) => sum + x * kernel[j * bias.length + i]!, start));
    };
    const both = result.inputs.map((row) => {
      const plain = dense(row, "plain/dense");
      return dense(row, "squares/dense").map((x, i) => x * x + plain[i]!);
    });
    close(
      predicted.size,
      both.flatMap((row) => dense(row, "size")),
    );
    const softmax = ([a = 0, b = 0]: number[]): number[] => [
      1 / (1 + Math.exp(b - a)),
      1 / (1 + Math.exp(a - b)),
    ];
    close(
      predicted.sign,
      both.flatMap((row) => softmax(dense(row, "sign"))),
    );
  });

  test("who decides, merge: one branch for all samples, and the sum of two", () => {
    const { weights, second, sum } = result.routes;
    const dense = ([a, b]: readonly [number, number], path: string): number => {
      const [first, other] = weights[`${path}/dense/kernel`] as [number, number];
      return a * first + b * other;
    };
    close(
      second,
      result.inputs.map((row) => dense(row, "second/b")),
    );
    close(
      sum,
      result.inputs.map((row) => dense(row, "all/a") + dense(row, "all/b")),
    );
  });

  test("layer, node: the network is drawn, saved and opened", () => {
    const { drawing, after, opened } = result.signSgd;
    expect(drawing).toMatch(/>[^<]*square/);
    expect(drawing).toMatch(/>[^<]*total/);
    expect(opened).toEqual(after);
  });

  test("loss, metric: they stand in the history", () => {
    const { metrics, predicted } = result.signSgd;
    const losses = predicted.size.map((value, i) => Math.log1p((value - result.labels.size[i]!) ** 2 / 2));
    expect(metrics["size/loss"]).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / losses.length, 5);
    expect(result.signSgd.curves).toContain("error rate");
    expect(metrics["sign/errorRate"]).toBeCloseTo(1 - metrics["sign/accuracy"]!, 10);
  });

  test("optimiser: every weight that the loss reaches moves by the rate, through the new layer and node too", () => {
    const { before, after } = result.signSgd;
    const moves = Object.entries(before).flatMap(([name, values]) =>
      values.map((value, i) => ({ name, by: Math.abs(after[name]![i]! - value) })),
    );
    const moved = moves.filter(({ by }) => by > 0);
    close(
      moved.map(({ by }) => by),
      moved.map(() => 0.001),
    );
    expect(new Set(moved.map(({ name }) => name))).toEqual(new Set(Object.keys(before)));
  });

  test("weighting: two losses count half each, whatever their heads' weights", () => {
    const { equal, halves } = result;
    expect(equal.after).not.toEqual(equal.before);
    for (const [name, values] of Object.entries(halves.after)) close(equal.after[name]!, values);
  });

  test("turn schedule: each of two turns takes all of its batches", () => {
    expect(result.sequential.steps).toBe(8);
    expect(result.sequential.after).not.toEqual(result.sequential.before);
  });

  test("shape of a curve: the second epoch's step is the square root of a quarter on the way", () => {
    const { before, after } = result.root;
    const moves = Object.entries(before).flatMap(([name, values]) =>
      values.map((value, i) => Math.abs(after[name]![i]! - value)),
    );
    // 0.5 and 0.375, in one direction or in both.
    close(
      moves.map((by) => Math.min(Math.abs(by - 0.875), Math.abs(by - 0.125))),
      moves.map(() => 0),
    );
    expect(moves.some((by) => by > 0.8)).toBe(true);
  });

  test("format, approach, plot: a comparison on the new data draws the parameters of both networks", () => {
    expect(result.samples).toEqual([40, 40]);
    const [bars] = result.figure.data;
    const trunk = 2 * 4 + 4;
    expect(bars).toMatchObject({
      x: ["flat", "trunkOnly"],
      y: [trunk + (4 * 5 + 5) + (5 * 2 + 2), trunk + (4 * 2 + 2)],
    });
    expect(result.picture).toContain("trunkOnly");
  });

  test("verb: the command line knows it", async () => {
    const command = join("dist", "cli", "main.js");
    expect((await node(command, "targets", "toys.graph.json")).stdout).toBe("sign\nsize\n");
    expect((await node(command, "--help")).stdout).toContain("print what a network predicts, a line each");
  });
});

/** Equal up to float32. */
function close(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
}
