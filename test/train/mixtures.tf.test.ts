/* Mixtures of experts, step by step, against the same steps in PyTorch (`torch-mixtures.py`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import { DeviceData } from "../../src/model/device-data";
import { optimizerRule } from "../../src/optimizers";
import type { GateLayer, GraphSpec, OptimizerSpec, RouteNode } from "../../src/spec/language";
import { OptimizerState } from "../../src/train/optimizer-state";
import { runStep } from "../../src/train/run";
import { StepPrograms } from "../../src/train/step-programs";
import { WeightingState } from "../../src/train/weighting-state";
import { weightingOf } from "../../src/weighting";
import type { KerasArray } from "../fixtures/keras-layers";
import { graphOf } from "../graph/compile-spec";
import { disposedAfterEach } from "../opened";

interface Case {
  readonly spec: Pick<RouteNode, "select" | "merge" | "capacity">;
  readonly gate: Pick<GateLayer, "temperature" | "balance">;
  readonly optimizer: OptimizerSpec;
  readonly x: KerasArray;
  readonly y: KerasArray;
  readonly before: Readonly<Record<string, KerasArray>>;
  readonly after: Readonly<Record<string, number[]>>;
  readonly clocks: Readonly<Record<string, number>>;
  readonly steps: readonly {
    readonly samples: number[];
    /** How many rows ran through each expert. */
    readonly rows: number[];
    readonly output: number[];
    readonly loss: number;
    readonly penalty: number;
    /** A projection of each weight after the step, in the order of `before`. */
    readonly weights: number[];
  }[];
}

const { stepsAnEpoch, cases } = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/torch-mixtures.json"), "utf8"),
) as { readonly stepsAnEpoch: number; readonly cases: Readonly<Record<string, Case>> };

const specOf = ({ spec, gate, optimizer }: Case): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: { y: { shape: [2] } },
  nodes: {
    gate: { type: "gate", from: "x", choices: 4, ...gate },
    experts: {
      type: "route",
      from: "x",
      by: "gate",
      ...spec,
      branches: {
        "*": [
          { type: "dense", units: 3, activation: "relu" },
          { type: "dense", units: 3 },
        ],
      },
    },
    y: { type: "head", from: "experts", target: "y", metrics: ["meanAbsoluteError"] },
  },
  training: { batchSize: 6, epochs: 6, optimizer },
});

const dataOf = ({ x, y }: Case): Dataset => ({
  size: x.shape[0]!,
  inputs: { x: { shape: [4], data: Float32Array.from(x.values) } },
  labels: { y: Float32Array.from(y.values) },
  tags: {},
});

const projectionOf = (values: Float32Array): number =>
  values.reduce((sum, value, i) => sum + value * Math.cos(i + 1), 0);

const opened = disposedAfterEach();

beforeAll(() => useBackend());

describe("a mixture of experts trains as in PyTorch", () => {
  it.each(Object.entries(cases))("%s", (_, given) => {
    const graph = graphOf(specOf(given));
    const phase = graph.phases[0]!;
    const model = opened(Model.build(graph, { seed: 1 }));
    const paths = Object.keys(given.before);
    expect([...model.weights.keys()].sort()).toEqual([...paths].sort());
    model.setHostWeights(
      new Map(
        Object.entries(given.before).map(([path, { shape, values }]) => [
          path,
          { shape, data: Float32Array.from(values) },
        ]),
      ),
    );
    const device = opened(new DeviceData(graph, dataOf(given)));
    const optimizer = opened(new OptimizerState(optimizerRule(phase.optimizer)));
    const weighting = opened(new WeightingState(weightingOf(phase.weighting), graph.heads));
    const programs = new StepPrograms(model.index, phase);
    let before = model.hostWeights();
    given.steps.forEach((expected, number) => {
      const planned = { turn: 0, samples: Int32Array.from(expected.samples), others: [] };
      const moment = { seed: 1, step: number + 1, epochs: number / stepsAnEpoch };
      const { heads, penalty } = runStep(model, device, programs, optimizer, weighting, planned, moment)!;
      const after = model.hostWeights();
      const idle = (path: string): boolean => expected.rows[Number(/^experts\/(\d)/.exec(path)?.[1])] === 0;
      const off = [
        ["loss", heads[0]!.loss - expected.loss],
        ["penalty", (penalty ?? 0) - expected.penalty],
        ...expected.output.map((value, i) => [`output ${i}`, heads[0]!.values[i]! - value]),
        ...paths.map((path, i) => [path, projectionOf(after.get(path)!.data) - expected.weights[i]!]),
      ].filter(([, difference]) => !(Math.abs(difference as number) < 1e-5));
      expect(off, `step ${number}`).toEqual([]);
      expect(heads[0]!.values).toHaveLength(expected.output.length);
      expect(penalty === undefined).toBe(given.gate.balance === undefined);
      // Not by one bit.
      const moved = paths.filter((path) =>
        after.get(path)!.data.some((value, i) => value !== before.get(path)!.data[i]),
      );
      expect(moved.filter(idle), `step ${number}`).toEqual([]);
      before = after;
    });
    for (const [path, { data }] of model.hostWeights()) {
      const off = Math.max(...given.after[path]!.map((value, i) => Math.abs(data[i]! - value)));
      expect(off, path).toBeLessThan(1e-5);
      expect(optimizer.entries.get(path)?.clock ?? 0, path).toBe(given.clocks[path]);
    }
  });
});
