import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { formatSummary } from "../../src/graph";
import { Model, understandGraph } from "../../src/model";
import { train } from "../../src/train";
import { forms } from "../bench/growth/forms.mjs";

beforeAll(async () => {
  await useBackend();
});

const size = 6;
const data = (graph: { tags: Readonly<Record<string, unknown>> }): Dataset => ({
  size,
  inputs: { x: { shape: [2], data: Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i)) } },
  labels: { t: Int32Array.from({ length: size }, (_, i) => i % 2) },
  tags: Object.fromEntries(
    Object.keys(graph.tags).map((tag) => [tag, Int32Array.from({ length: size }, (_, i) => i % 2)]),
  ),
});

describe("ten thousand nodes", { timeout: 600_000 }, () => {
  it.each(["chain", "side", "nested"])("%s: are understood, summed up, built and run", (form) => {
    const { graph, problems } = understandGraph(forms[form]!.spec(10_000));
    expect(problems).toEqual([]);
    expect(formatSummary(graph)).toContain("parameters");
    const model = Model.build(graph, { seed: 1 });
    const prediction = model.predict(data(graph));
    const head = Object.values(prediction.heads)[0]!;
    expect([...head.values].every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it("train a step, in a chain", async () => {
    const spec = forms.chain!.spec(10_000);
    const { graph } = understandGraph({ ...spec, training: { epochs: 1, batchSize: 6, optimizer: "sgd" } });
    const model = Model.build(graph, { seed: 1 });
    const { history } = await train(model, data(graph));
    expect(history).toHaveLength(1);
    model.dispose();
  });
});
