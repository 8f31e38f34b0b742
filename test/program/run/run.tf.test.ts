import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { randomStream } from "../../../src/backend/random";
import { Model } from "../../../src/model/model";
import { run, type Batch } from "../../../src/program";
import { graphOf } from "../../graph/compile-spec";
import { factsOf, losses, PREDICTION, programFor, TRAINING, values } from "../facts";
import { cascadeSpec } from "../../specs";

beforeAll(async () => {
  await useBackend();
});

const random = (path: string) => randomStream(1, path);

/** A batch with one input, cut as often as it is asked for; `asked` counts. */
function withInput(facts: Batch, rows: number[][]): Batch & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    ...facts,
    asked,
    input: (name) => {
      asked.push(name);
      return { tensor: tf.tensor2d(rows, [rows.length, rows[0]!.length]) };
    },
  };
}

describe("a run", () => {
  it("shows the value of each node as it is made, and asks for an input once", () => {
    const graph = graphOf(cascadeSpec());
    const model = Model.build(graph, { seed: 1 });
    const { program, planOf } = programFor(graph, values("animal"), PREDICTION);
    const rows = [[1, 2, 3, 4], [-3, 2, -1, 0]]; // prettier-ignore
    const batch = withInput(factsOf(2, {}), rows);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const seen = new Map<string, number[]>();
      const watch = (path: string, value: tf.Tensor) => void seen.set(path, value.shape);
      const result = run(program, planOf(batch), { weights: model.weights, random, watch });
      expect(result.value("animal")!.shape).toEqual([2, 6]);
      expect(result.loss("animal")).toBeUndefined();
      expect(seen.get("group/dense")).toEqual([2, 8]);
      expect(seen.get("group/head")).toEqual([2, 3]);
      expect([...seen.keys()].slice(0, 2)).toEqual(["group/dense", "group/head"]);
      expect(batch.asked).toEqual(["features"]);
    });
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it("follows statistics that two nodes share one after the other", () => {
    const norm = { type: "module", module: "norm", share: true } as const;
    const graph = graphOf({
      inputs: { x: { shape: [1] } },
      modules: { norm: [{ type: "batchNormalization", momentum: 0.5 }] },
      targets: { y: { shape: [1] }, z: { shape: [1] } },
      nodes: {
        y: { from: "x", layers: [norm, { type: "head", target: "y" }] },
        z: { from: "x", layers: [norm, { type: "head", target: "z" }] },
      },
    });
    const model = Model.build(graph, { seed: 1 });
    const mean = [...graph.variables.keys()].find((path) => path.endsWith("/movingMean"))!;
    const { program, planOf } = programFor(graph, losses("y/head", "z/head"), TRAINING);
    tf.tidy(() => {
      const present = Uint8Array.of(1, 1);
      const labels = () => ({ kind: "values", labels: new Float32Array(2), width: 1, present }) as const;
      const facts = factsOf(2, {});
      const batch = withInput({ ...facts, data: { ...facts.data, labels } }, [[2], [6]]);
      const { updates } = run(program, planOf(batch), { weights: model.weights, random });
      // From 0, half of the way to 4 and then half of what is left.
      expect([...updates.get(mean)!.dataSync()]).toEqual([3]);
      expect([...model.weights.get(mean)!.dataSync()]).toEqual([0]);
    });
    model.dispose();
  });
});
