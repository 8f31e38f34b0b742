/* Every kind of every sort but layers keeps what it promises; a kind that stands in a table and not here fails. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkNode, type CheckedKind } from "../../src";
import { useBackend } from "../../src/backend";
import { lossForms } from "../../src/graph/losses";
import { optimizers } from "../../src/graph/optimizers/table.generated";
import { shapes } from "../../src/graph/scheduled/table.generated";
import { metrics } from "../../src/metrics/table.generated";
import { schedules } from "../../src/turns";
import { weightings } from "../../src/weighting";

beforeAll(async () => {
  await useBackend();
});

/** The kinds as they are by name, and with options that take other ways. */
const cases: Readonly<Record<string, { readonly kinds: readonly CheckedKind[]; readonly table: object }>> = {
  losses: {
    table: lossForms,
    kinds: [
      ...Object.keys(lossForms).map((name) => ({ loss: name }) as CheckedKind),
      { loss: { type: "categoricalCrossentropy", labelSmoothing: 0.1 } },
      { loss: { type: "binaryCrossentropy", labelSmoothing: 0.1 } },
      { loss: { type: "huber", delta: 0.3 } },
    ],
  },
  metrics: {
    table: metrics,
    kinds: [
      ...Object.keys(metrics).map((name) => ({ metric: name }) as CheckedKind),
      { metric: { type: "topKAccuracy", k: 2 } },
    ],
  },
  weightings: {
    table: weightings,
    kinds: Object.keys(weightings).map((name) => ({ weighting: name }) as CheckedKind),
  },
  optimizers: {
    table: optimizers,
    kinds: [
      ...Object.keys(optimizers).map((name) => ({ optimizer: name }) as CheckedKind),
      { optimizer: { type: "adam", amsgrad: true } },
      { optimizer: { type: "momentum", nesterov: true, clipNorm: 0.5 } },
      { optimizer: { type: "rmsprop", centered: true, momentum: 0.5 } },
      { optimizer: { type: "lion", weightDecay: 0.1 } },
    ],
  },
  turns: {
    table: schedules,
    kinds: [
      ...Object.keys(schedules).map((name) => ({ turns: name }) as CheckedKind),
      { turns: { type: "proportional", alpha: 0.5 } },
    ],
  },
  curves: {
    table: shapes,
    kinds: [
      ...Object.keys(shapes).map((shape) => ({ scheduled: { from: 0.1, to: 0.01, shape } }) as CheckedKind),
      { scheduled: { from: 0.01, to: 0.1, shape: "cosine", warmUp: 0.5, over: 1.5 } },
      { scheduled: { steps: [[0, 0.1], [1, 0.05]] } }, // prettier-ignore
      { scheduled: 0.1 },
    ],
  },
};

const namesOf = (kind: CheckedKind): string => {
  const [spec] = Object.values(kind) as [string | number | { type?: string; shape?: string }];
  return typeof spec === "object" ? (spec.type ?? spec.shape ?? "steps") : String(spec);
};

describe.each(Object.entries(cases))("%s keep what they promise:", (_, { kinds, table }) => {
  it.each(kinds.map((kind) => [JSON.stringify(Object.values(kind)[0]), kind] as const))(
    "%s",
    async (_name, kind) => {
      const before = tf.memory().numTensors;
      const checked = await checkNode(kind);
      expect(checked.kept, String(checked)).toBe(true);
      expect(tf.memory().numTensors, "tensors left behind").toBe(before);
    },
  );

  it("all of them are here", () => {
    const checked = new Set(kinds.map(namesOf));
    expect(Object.keys(table).filter((name) => !checked.has(name))).toEqual([]);
  });
});
