import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset, InputColumn } from "../../src/data/dataset";
import { build, Model, openModel, saveModel, understandGraph } from "../../src/model";
import { fitScales } from "../../src/model/fit-scales";
import type { GraphSpec, InputSpec } from "../../src/spec";
import type { StackItem } from "../../src/spec/language";
import { train } from "../../src/train";

interface Case {
  readonly name: string;
  readonly shape: number[];
  readonly data: number[];
  readonly rows: number[] | null;
  readonly standard: { readonly shift: number[]; readonly divisor: number[] };
  readonly minMax: { readonly shift: number[]; readonly divisor: number[] };
}
const cases = JSON.parse(readFileSync(join(__dirname, "../fixtures/scale.json"), "utf8")) as Case[];

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-scale-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (size: number): Int32Array => Int32Array.from({ length: size }, (_, i) => i);
const values = (model: Model, path: string): number[] => [...model.weights.get(path)!.dataSync<"float32">()];

function spec(input: InputSpec, more: Partial<GraphSpec> = {}): GraphSpec {
  return {
    inputs: { table: input },
    targets: { kind: { classes: ["a", "b", "c"] } },
    nodes: {
      kind: {
        layers: [
          { type: "dense", units: 8, activation: "tanh" },
          { type: "head", target: "kind" },
        ],
      },
    },
    training: { epochs: 3, batchSize: 16 },
    ...more,
  };
}

const SPREADS = [0.1, 0.3, 1, 5, 300];

/** Three classes that only the narrow columns tell apart; the wide ones are noise. */
function samples(size: number, seed = 1): Dataset {
  const random = randomStream(seed, "scale test");
  const labels = Int32Array.from({ length: size }, () => random.below(3));
  const data = Float32Array.from({ length: size * 5 }, (_, i) => {
    const [sample, column] = [Math.floor(i / 5), i % 5];
    const signal = column < 2 ? 2 * Math.cos(labels[sample]! * 2.1 + column) : 0;
    return SPREADS[column]! * (signal + random.normal()) + column * 10;
  });
  return { size, inputs: { table: { shape: [5], data } }, labels: { kind: labels }, tags: {} };
}

describe("statistics", () => {
  it.each(cases.flatMap((one) => [["standard", one] as const, ["minMax", one] as const]))(
    "%s, $name: NumPy's",
    (scale, { shape, data, rows, ...expected }) => {
      const flatten = {
        type: "reshape",
        targetShape: [shape.reduce((a, b) => a * b, 1)],
      } satisfies StackItem;
      const model = Model.build(
        understandGraph(
          spec(
            { shape, scale },
            { nodes: { kind: { layers: [flatten, { type: "head", target: "kind" }] } } },
          ),
        ).graph,
      );
      const column: InputColumn = {
        shape,
        data: Float32Array.from(data),
        ...(rows && { rows: Int32Array.from(rows) }),
      };
      const size = rows?.length ?? data.length / shape.reduce((a, b) => a * b, 1);
      fitScales(model, { size, inputs: { table: column }, labels: {}, tags: {} }, numbers(size));
      for (const part of ["shift", "divisor"] as const) {
        const found = values(model, `table/scale/${part}`);
        found.forEach((value, i) => {
          expect(Math.abs(value - expected[scale][part][i]!)).toBeLessThanOrEqual(
            1e-6 * Math.abs(expected[scale][part][i]!),
          );
        });
        expect(found.length).toBe(expected[scale][part].length);
      }
      expect(values(model, "table/scale/count")).toEqual([rows?.filter((row) => row >= 0).length ?? size]);
      model.dispose();
    },
  );

  it("come from samples whose tags say that they have the input", () => {
    const model = Model.build(
      understandGraph(
        spec(
          { shape: [1], scale: "minMax", when: { source: "lab" } },
          {
            tags: { source: ["web", "lab"] },
            inputs: {
              table: { shape: [1], scale: "minMax", when: { source: "lab" } },
              other: { shape: [1] },
            },
            nodes: {
              features: {
                type: "route",
                by: { tag: "source" },
                branches: { web: { from: "other" }, lab: { from: "table" } },
              },
              kind: { type: "head", from: "features", target: "kind" },
            },
          },
        ),
      ).graph,
    );
    const column = { shape: [1], data: Float32Array.of(0, 5, 9, 1000) };
    const tags = { source: Int32Array.of(0, 1, 1, 0) };
    fitScales(model, { size: 4, inputs: { table: column, other: column }, labels: {}, tags }, numbers(4));
    expect([values(model, "table/scale/shift"), values(model, "table/scale/divisor")]).toEqual([[5], [4]]);
    model.dispose();
  });
});

describe("a scaled input", () => {
  it("trains and predicts to the bits of data that were scaled by hand, and leaves no tensor", async () => {
    const data = samples(100);
    const scaled = Model.build(understandGraph(spec({ shape: [5], scale: "standard" })).graph);
    const plain = Model.build(understandGraph(spec({ shape: [5], scale: "none" })).graph);
    const before = tf.memory().numTensors;
    await train(scaled, data);
    expect(tf.memory().numTensors).toBe(before);
    const [shift, divisor] = [values(scaled, "table/scale/shift"), values(scaled, "table/scale/divisor")];
    const byHand = (given: Dataset): Dataset => {
      const raw = given.inputs["table"]!;
      const own = raw.data.map((value, i) => Math.fround(value - shift[i % 5]!) / divisor[i % 5]!);
      return { ...given, inputs: { table: { shape: [5], data: own } } };
    };
    await train(plain, byHand(data));
    for (const [path, value] of plain.hostWeights()) expect(scaled.hostWeights().get(path)).toEqual(value);
    const other = samples(20, 2);
    expect(scaled.predict(other)).toEqual(plain.predict(byHand(other)));
    scaled.dispose();
    plain.dispose();
  });

  it("takes its statistics from the samples that train alone, and keeps them in further trainings", async () => {
    const graph = understandGraph(
      spec(
        { shape: [5], scale: "minMax" },
        { training: { epochs: 2, batchSize: 16, validationSplit: 0.3, seed: 5 } },
      ),
    ).graph;
    const model = Model.build(graph);
    const data = samples(60);
    await train(model, data);
    const first = model.hostWeights();
    expect(values(model, "table/scale/count")).toEqual([42]);
    const kept = randomStream(5, "validation").permutation(60).slice(18);
    const lows = SPREADS.map((_, column) =>
      Math.min(...[...kept].map((i) => data.inputs["table"]!.data[i * 5 + column]!)),
    );
    expect(values(model, "table/scale/shift")).toEqual(lows);
    await train(model, samples(60, 9));
    for (const part of ["shift", "divisor", "count"]) {
      const path = `table/scale/${part}`;
      expect(model.hostWeights().get(path)).toEqual(first.get(path));
    }
    model.dispose();
  });

  it("predicts the same when it was saved and opened, and resumes to the same numbers", async () => {
    const data = samples(80);
    const graph = understandGraph(spec({ shape: [5], scale: "standard" })).graph;
    const whole = Model.build(graph);
    await train(whole, data);
    const file = join(folder, "model.safetensors");
    await saveModel(whole, file);
    const opened = openModel(file);
    expect(opened.predict(samples(20, 3))).toEqual(whole.predict(samples(20, 3)));

    const checkpoint = join(folder, "run");
    const controller = new AbortController();
    const parts = Model.build(graph);
    const progress = {
      update: ({ done }: { done: number }) => (done === 7 ? controller.abort() : undefined),
      end: () => undefined,
    };
    const { stopped } = await train(parts, data, { checkpoint, signal: controller.signal, progress });
    expect(stopped).toBe("interrupted");
    const later = Model.build(graph);
    await train(later, data, { checkpoint });
    expect(later.hostWeights()).toEqual(whole.hostWeights());
    for (const model of [whole, opened, parts, later]) model.dispose();
  });

  it("counts its statistics as parameters that do not train, and shows in the summary", () => {
    const { graph } = understandGraph(spec({ shape: [5], scale: "standard" }));
    const model = Model.build(graph);
    expect(model.summary()).toMatch(/^table +float32, standard +\[5\] +11 +0$/m);
    expect(model.summary()).toMatch(/parameters: 86 \(75 trainable\)/);
    model.dispose();
  });

  it("is refused for whole numbers, and its layers alone are no stack to load", async () => {
    expect(() => understandGraph(spec({ shape: [5], dtype: "int32", scale: "standard" }))).toThrow(
      /\/inputs\/table\/scale: the input "table" is int32: whole numbers that name things have no scale/,
    );
    const model = Model.build(understandGraph(spec({ shape: [5], scale: "standard" })).graph);
    const file = join(folder, "stack.safetensors");
    await saveModel(model, file);
    model.dispose();
    const loading = spec({ shape: [5] }, { nodes: { kind: { layers: [{ type: "load", model: file, dropLast: 1 }, { type: "head", target: "kind" }] } } }); // prettier-ignore
    await expect(build(loading)).rejects.toThrow(/the model brings its input "table" to a common scale/);
  });
});

describe("a table with columns from 0.1 to 300", () => {
  it("is learnt where it is scaled, and hardly where it is not", async () => {
    const accuracy = async (scale: "standard" | "minMax" | "none"): Promise<number> => {
      const training = {
        epochs: 40,
        batchSize: 16,
        optimizer: { type: "adam", learningRate: 0.01 },
      } as const;
      const model = Model.build(understandGraph(spec({ shape: [5], scale }, { training })).graph, {
        seed: 1,
      });
      await train(model, samples(178));
      const test = samples(500, 2);
      const { labels } = model.predict(test).answers["kind"]!;
      model.dispose();
      return labels.filter((label, i) => label === test.labels["kind"]![i]).length / 500;
    };
    const found = {
      standard: await accuracy("standard"),
      minMax: await accuracy("minMax"),
      none: await accuracy("none"),
    };
    expect(found.standard).toBeGreaterThan(0.85);
    expect(found.minMax).toBeGreaterThan(0.8);
    expect(found.none).toBeLessThan(0.6);
  });
});
