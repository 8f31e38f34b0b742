import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  build,
  data,
  defineLayer,
  drawGraph,
  EspalierError,
  gradcheck,
  openModel,
  saveModel,
  train,
  useBackend,
  type GraphSpec,
} from "../../src";
import { checkGraph, formatProblem } from "../../src/spec";
import { compileSpec } from "../graph/compile-spec";

const folder = mkdtempSync(join(tmpdir(), "espalier-own-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeAll(async () => {
  await useBackend();
});

/** x · factor + offset, the offset an option: weights, an option with a default and one without. */
const define = (times = 1) =>
  defineLayer("test:affine", {
    options: {
      offset: { type: "number", minimum: -1 },
      start: { enum: ["ones", "zeros"], default: "ones" },
    },
    shape: ([x]) => x.shape,
    weights: ([x], { start }) => ({ factor: { shape: x.shape.slice(-1), initializer: start } }),
    flops: ([x]) => 2 * x.shape.reduce((a, b) => a * b, 1),
    forward: ([x], { factor }, { offset }) => tf.add(tf.mul(tf.mul(x, factor), times), offset),
  });
const affine = define();

defineLayer("test:difference", {
  inputs: "several",
  shape([first, second, ...others]) {
    if (others.length > 0) throw new EspalierError("a difference is of two", { hint: 'name two in "from"' });
    if (String(first.shape) !== String(second?.shape)) throw new Error("two shapes");
    return first.shape;
  },
  flops: ([x]) => x.shape.length,
  forward: ([a, b]) => tf.sub(a, b!),
});

defineLayer("test:half", { shape: ([x]) => x.shape, flops: () => 1, forward: ([x]) => tf.div(x, 2) });

const spec = (layers: GraphSpec["modules"] = {}): GraphSpec => ({
  inputs: { x: { shape: [3] } },
  targets: { y: { shape: [2] } },
  modules: { block: [{ type: "test:affine", offset: 0.25 }], ...layers },
  nodes: {
    trunk: { layers: ["test:half", affine({ offset: 0.5, name: "shift" }), "block"] },
    both: { type: "test:difference", from: ["trunk", "x"] },
    y: { type: "head", from: "both", target: "y" },
  },
  training: { epochs: 1, batchSize: 2 },
});

const samples = () =>
  data.fromArrays({
    inputs: { x: [1, 2, 3, 4].map((i) => [i, -i, i / 2]) },
    labels: { y: Float32Array.from({ length: 8 }, (_, i) => i) },
  });

describe("a layer of one's own", () => {
  it("stands in stacks, in modules and as a node of several inputs, and computes what it says", async () => {
    const model = await build(spec(), { seed: 1 });
    const { values } = model.predict(samples()).heads["y"]!;
    const weights = model.hostWeights();
    const [kernel, bias] = ["y/kernel", "y/bias"].map((path) => [...weights.get(path)!.data]);
    const expected = [1, 2, 3, 4].flatMap((i) => {
      const x = [i, -i, i / 2];
      const entering = x.map((value) => value / 2 + 0.5 + 0.25 - value);
      return [0, 1].map((unit) =>
        entering.reduce((sum, v, k) => sum + v * kernel![2 * k + unit]!, bias![unit]!),
      );
    });
    expect([...values].map((value, i) => Math.abs(value - expected[i]!) < 1e-5)).toEqual(
      expected.map(() => true),
    );
    model.dispose();
  });

  it("is in the summary, in the drawing, among the parameters and the FLOPs", async () => {
    const model = await build(spec(), { seed: 1 });
    expect(model.summary()).toMatch(/trunk\/shift +test:affine +\[3\] +3 +6\b/);
    expect(drawGraph(model.graph)).toContain("test:affine, offset 0.5, start ones");
    expect([...model.graph.variables.keys()]).toEqual([
      "trunk/shift/factor",
      "trunk/block/test:affine/factor",
      "y/kernel",
      "y/bias",
    ]);
    model.dispose();
  });

  it("learns, is saved with the names that it needs, and opens to the same numbers", async () => {
    const model = await build(spec(), { seed: 1 });
    const before = tf.memory().numTensors;
    await train(model, samples());
    expect(tf.memory().numTensors).toBe(before);
    expect([...model.hostWeights().get("trunk/shift/factor")!.data]).not.toEqual([1, 1, 1]);
    const file = join(folder, "own.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    expect(opened.predict(samples()).heads["y"]!.values).toEqual(model.predict(samples()).heads["y"]!.values);
    opened.dispose();
    model.dispose();
    vi.resetModules();
    const elsewhere = await import("../../src/model/saved-file.js");
    expect(() => elsewhere.readSavedModel(readFileSync(file), file)).toThrow(
      /needs the layer "test:half", the layer "test:affine" and the layer "test:difference", not defined here; call defineLayer\("test:half", …\)/,
    );
  });

  it("defined again, counts from then on; a network that was built keeps the one before", async () => {
    const old = await build(spec(), { seed: 1 });
    const before = old.predict(samples()).heads["y"]!.values;
    define(3);
    const fresh = await build(spec(), { seed: 1 });
    expect(old.predict(samples()).heads["y"]!.values).toEqual(before);
    expect(fresh.predict(samples()).heads["y"]!.values).not.toEqual(before);
    define();
    old.dispose();
    fresh.dispose();
  });
});

const problems = (items: GraphSpec["modules"] extends infer M | undefined ? M[keyof M] : never) =>
  checkGraph({ inputs: { x: { shape: [3] } }, nodes: { n: { layers: items } } }).map((problem) =>
    formatProblem(problem),
  );

describe("the options of a layer of one's own are checked as those of a built-in one", () => {
  it.each<[string, Parameters<typeof problems>[0], RegExp]>([
    [
      "unknown",
      [{ type: "test:affine", offsett: 1 }],
      /^\/nodes\/n\/layers\/0\/offsett: .*no option "offsett".*did you mean "offset"/,
    ],
    [
      "missing",
      [{ type: "test:affine" }],
      /^\/nodes\/n\/layers\/0: "offset" is missing from this "test:affine"/,
    ],
    [
      "of another type",
      [{ type: "test:affine", offset: "1" }],
      /^\/nodes\/n\/layers\/0\/offset: .*must be a number of at least -1, not "1"; write it without quotes/,
    ],
    ["out of bounds", [{ type: "test:affine", offset: -2 }], /must be a number of at least -1, not -2/],
    [
      "no choice",
      [{ type: "test:affine", offset: 1, start: "one" }],
      /must be "ones" or "zeros".*did you mean "ones"/,
    ],
    ["a bare name that needs more", ["test:affine"], /cannot stand by its bare name: it needs "offset"/],
    [
      "a slip in the name",
      [{ type: "test:afine", offset: 1 }],
      /^\/nodes\/n\/layers\/0\/type: "test:afine" is not a layer of Espalier; did you mean "test:affine"/,
    ],
    [
      "a slip in a bare name",
      ["test:halff"],
      /"test:halff" is not a layer of Espalier; did you mean "test:half"/,
    ],
    ["without the colon", ["testhalf"], /no layer and no module "testhalf"; did you mean "test:half"/],
    [
      "not defined",
      ["other:spline"],
      /"other:spline" is not a layer of Espalier; a name with a colon is one of your own: call defineLayer\("other:spline", …\) first/,
    ],
  ])("%s", (_, items, message) => {
    const found = problems(items);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it("what its shape throws is a problem of the spec, where it stands", () => {
    const { graph, problems } = compileSpec({
      inputs: { x: { shape: [3] } },
      nodes: {
        three: { type: "test:difference", from: ["x", "x", "x"] },
        other: { layers: [{ type: "dense", units: 2 }] },
        two: { type: "test:difference", from: ["x", "other"] },
      },
    });
    expect(graph).toBeUndefined();
    expect(problems.map((problem) => formatProblem(problem)).join("\n")).toMatch(
      /^\/nodes\/three: a difference is of two; name two in "from"\n\/nodes\/two: the definition of "test:difference" cannot tell its shape: two shapes; mend the definition/,
    );
  });

  it("a module with its name is refused: a stack could not tell the two apart", () => {
    const found = checkGraph(spec({ "test:half": ["flatten"] }));
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("has the name of a kind of layer"),
    ]);
  });
});

it("a layer says of each of its inputs what it takes, and starts a weight at a number", async () => {
  defineLayer("test:pick", {
    inputs: "several",
    takes: ["float32", "int32"],
    shape: () => [1],
    weights: () => ({ factor: { shape: [1], initializer: -0.5 } }),
    flops: () => 1,
    forward: ([x, at], { factor }) =>
      tf.mul(factor, tf.sum(tf.mul(x, tf.oneHot(tf.reshape(at!, [-1]), x.shape[1]!)), 1, true)),
  });
  const spec = (from: string[]): GraphSpec => ({
    inputs: { x: { shape: [3] }, at: { shape: [], dtype: "int32" } },
    targets: { y: { shape: [1] } },
    nodes: {
      pick: { type: "test:pick", from },
      y: { type: "head", from: "pick", target: "y", project: false },
    },
  });
  const model = await build(spec(["x", "at"]));
  const samples = data.fromArrays({
    inputs: {
      x: { shape: [3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      at: { shape: [], data: Int32Array.of(2, 0) },
    },
    labels: { y: Float32Array.of(0, 0) },
  });
  expect([...model.predict(samples).heads["y"]!.values]).toEqual([-1.5, -2]);
  model.dispose();
  const refused = (from: string[]) => compileSpec(spec(from)).problems.map(({ message }) => message);
  expect(refused(["at", "x"])).toEqual([expect.stringMatching(/"test:pick" .*at/)]);
  expect(refused(["x", "x"])).toEqual([
    expect.stringMatching(/"test:pick" takes whole numbers, but x holds real ones/),
  ]);
});

it("what its gradient throws is said as such", async () => {
  defineLayer("test:slip", {
    shape: ([x]) => x.shape,
    flops: () => 1,
    forward: ([x]) => tf.mul(x, 2),
    gradient() {
      throw new TypeError("dx is not a tensor");
    },
  });
  await expect(gradcheck("test:slip", [{ shape: [2, 3] }])).rejects.toThrow(
    /^test:slip: its gradient fails: dx is not a tensor$/,
  );
});

const sound = { shape: () => [1], flops: () => 0, forward: ([x]: readonly [tf.Tensor, ...tf.Tensor[]]) => x };

describe("a definition that cannot be used is refused, and nothing is defined", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "a name without a colon",
      () => defineLayer("plain" as "a:b", sound),
      /"plain" is not a name for a layer of your own; write/,
    ],
    ["a name with two", () => defineLayer("a:b:c", sound), /is not a name/],
    [
      "nothing to compute",
      () => defineLayer("test:no", { ...sound, forward: undefined as never }),
      /forward is missing/,
    ],
    [
      "a part that there is not",
      () => defineLayer("test:no", { ...sound, flop: 1 } as never),
      /has no option "flop"/,
    ],
    [
      "an option called type",
      () => defineLayer("test:no", { ...sound, options: { type: { type: "number" } } }),
      /cannot be called "type"/,
    ],
    [
      "a word that JSON Schema has not",
      () => defineLayer("test:no", { ...sound, options: { a: { kind: "number" } as never } }),
      /has the word "kind"/,
    ],
    [
      "a type that there is not",
      () => defineLayer("test:no", { ...sound, options: { a: { type: "float" as "number" } } }),
      /has the type "float"/,
    ],
    [
      "a default that does not fit",
      () => defineLayer("test:no", { ...sound, options: { a: { type: "integer", default: 1.5 } } }),
      /the default of a is not/,
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
    expect(problems(["test:no"])).toHaveLength(1);
  });

  it.each<[string, object, RegExp]>([
    ["a shape that is none", { shape: () => [0] }, /says the shape \[0\]/],
    ["FLOPs that are none", { flops: () => -1 }, /says -1 FLOPs/],
    ["a weight with a slash", { weights: () => ({ "a/b": { shape: [1] } }) }, /has a weight called "a\/b"/],
    [
      "an initialiser that there is not",
      { weights: () => ({ w: { shape: [1], initializer: "one" } }) },
      /starts its weight "w" by "one"/,
    ],
  ])("%s is a problem of the spec", (_, part, message) => {
    defineLayer("test:wrong", { ...sound, ...part });
    const { problems } = compileSpec({ inputs: { x: { shape: [3] } }, nodes: { n: { type: "test:wrong" } } });
    expect(problems.map((problem) => formatProblem(problem)).join()).toMatch(message);
  });

  it("forward must give what shape says", async () => {
    defineLayer("test:wrong", { ...sound, shape: ([x]) => [...x.shape, 1] });
    const model = await build({
      inputs: { x: { shape: [3] } },
      targets: { y: { shape: [] } },
      nodes: { n: { layers: ["test:wrong", "flatten", { type: "head", target: "y" }] } },
    });
    expect(() => model.predict(data.fromArrays({ inputs: { x: [[1, 2, 3]] } }))).toThrow(
      /forward gave back the shape \[1, 3\]/,
    );
    model.dispose();
  });
});
