/* Weights of heads that change while a phase trains: from coarse to fine (Zhu and Bain 2017, B-CNN). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { Model } from "../../src/model";
import type { GraphSpec, Scheduled } from "../../src/spec/language";
import { train, type TrainOptions } from "../../src/train";
import { graphOf } from "../graph/compile-spec";
import { animals, sharedSpec } from "../specs";
import { stopAfter } from "./interrupted";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-weights-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The shared network with a weight for its gate and one for both branches. */
function weighted(gate: Scheduled, branches: Scheduled, epochs: number): GraphSpec {
  const spec = sharedSpec({ epochs, batchSize: 16, optimizer: { type: "sgd", learningRate: 0.1 } });
  const give = (name: string, weight: Scheduled) => ({ [name]: { ...spec.nodes[name]!, weight } });
  const heads = { ...give("group", gate), ...give("insect", branches), ...give("fish", branches) };
  return { ...spec, nodes: { ...spec.nodes, ...heads } };
}

async function run(spec: GraphSpec, options: TrainOptions = {}) {
  const model = Model.build(graphOf(spec), { seed: 1 });
  const before = model.hostWeights();
  const { history } = await train(model, animals(48), options);
  const after = model.hostWeights();
  model.dispose();
  const moved = [...after].filter(([path, { data }]) => String(data) !== String(before.get(path)!.data));
  return { history, after, moved: new Set(moved.map(([path]) => path.split("/")[0])) };
}

const numbers = (weights: Awaited<ReturnType<typeof run>>["after"]) =>
  [...weights].map(([path, { data }]) => [path, [...data]]);

describe("a head's weight by schedule", () => {
  it("moves nothing of a head while it is 0, and does not run it", async () => {
    const { moved, history } = await run(weighted({ steps: [[0, 0], [2, 1]] }, 1, 2)); // prettier-ignore
    expect([...moved].sort()).toEqual(["fish", "insect", "trunk"]);
    for (const { figures } of history) expect(Object.keys(figures)).not.toContain("group/loss");
  });

  it("that is 0 at the end only lets it learn before", async () => {
    const coarse: Scheduled = { steps: [[0, 0.9], [1, 0]] }; // prettier-ignore
    const { moved, history } = await run(weighted(coarse, 1, 2), { validation: animals(24) });
    expect(moved.has("group")).toBe(true);
    expect(history.map(({ figures }) => "group/loss" in figures)).toEqual([true, false]);
    // Validation shows each head, and in the sum the weights at the end.
    const { figures } = history[0]!;
    expect(figures["val/loss"]).toBeCloseTo(figures["val/insect/loss"]! + figures["val/fish/loss"]!, 5);
    const sum = 0.9 * figures["group/loss"]! + figures["insect/loss"]! + figures["fish/loss"]!;
    expect(figures["loss"]).toBeCloseTo(sum, 5);
  });

  it("that stays is the number, and a curve is taken step by step", async () => {
    const constant = await run(weighted(0.25, 1, 2));
    const steps = await run(weighted({ steps: [[0, 0.25]] }, 1, 2)); // prettier-ignore
    expect(numbers(steps.after)).toEqual(numbers(constant.after));
    const curve = await run(weighted({ from: 0.5, to: 0, over: 1 }, 1, 1));
    const { figures } = curve.history[0]!;
    // Three steps of 16 samples at 0, 1/3 and 2/3 of the epoch.
    const sum =
      (0.5 / 1) * (1 - 1 / 3) * figures["group/loss"]! + figures["insect/loss"]! + figures["fish/loss"]!;
    expect(figures["loss"]).toBeCloseTo(sum, 5);
  });

  it("goes on where an interrupted run stopped", async () => {
    const spec = weighted({ from: 1, to: 0, over: 2 }, { from: 0, to: 1, over: 2 }, 3);
    const whole = await run(spec);
    const checkpoint = join(folder, "run.safetensors");
    await run(spec, { checkpoint, ...stopAfter(4) });
    const resumed = await run(spec, { checkpoint });
    expect(numbers(resumed.after)).toEqual(numbers(whole.after));
    expect(resumed.history.map(({ figures }) => figures)).toEqual(
      whole.history.map(({ figures }) => figures),
    );
  });

  it("that is 0 all the time for all heads is refused", async () => {
    const never: Scheduled = { steps: [[0, 0], [1, 0]] }; // prettier-ignore
    await expect(run(weighted(never, 0, 1))).rejects.toThrow("all its heads have weight 0");
  });
});
