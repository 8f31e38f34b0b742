/* Every weighting in a run: it learns, leaves no tensor, resumes to the same bits, and minds which heads a step has. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { decodeTensors } from "../../src/files";
import { Model, understandGraph } from "../../src/model";
import { checkGraph, type GraphSpec, type TrainingSpec } from "../../src/spec";
import type { WeightingName, WeightingSpec } from "../../src/spec/language";
import { train } from "../../src/train";
import { weightings } from "../../src/weighting";
import { animals, sharedSpec } from "../specs";
import { interrupted, stopAfter } from "../train/interrupted";

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-weightings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const names = Object.keys(weightings) as WeightingName[];
const spec = (weighting: WeightingName | WeightingSpec, training: TrainingSpec = {}): GraphSpec =>
  sharedSpec({
    batchSize: 16,
    epochs: 3,
    optimizer: { type: "sgd", learningRate: 0.05 },
    ...training,
    weighting,
  });
const build = (made: GraphSpec): Model => Model.build(understandGraph(made).graph, { seed: 1 });

describe.each(names)("%s", (weighting) => {
  it("lowers the losses, and leaves no tensor", async () => {
    const model = build(spec(weighting));
    const before = tf.memory().numTensors;
    const { history } = await train(model, animals(48));
    expect(tf.memory().numTensors).toBe(before);
    expect(history.at(-1)!.figures["loss"]).toBeLessThan(history[0]!.figures["loss"]!);
    model.dispose();
  });

  it("resumed in the middle of an epoch ends in the numbers of a run in one go", async () => {
    const { once, resumed } = await interrupted(spec(weighting, { epochs: 4 }), animals(48), 7);
    expect([...resumed.weights]).toEqual([...once.weights]);
  });
});

/** What a run has kept after so many steps. */
async function keptAfter(made: GraphSpec, steps: number, data = animals(48)) {
  const file = join(folder, "run.safetensors");
  rmSync(file, { force: true });
  const model = build(made);
  await train(model, data, { checkpoint: file, ...stopAfter(steps) });
  const { tensors } = decodeTensors(readFileSync(file), file);
  model.dispose();
  return (head: string, name: string) => tensors.get(`weighting/${head}/${name}`)?.data[0];
}

describe("gradNorm in a run", () => {
  const gradNorm = { type: "gradNorm", learningRate: 0.1 } as const;

  it("keeps its weights and first losses in checkpoints; the weights sum to the number of heads", async () => {
    const kept = await keptAfter(spec(gradNorm), 2);
    const weights = ["group", "insect", "fish"].map((head) => kept(head, "weight")!);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(3, 5);
    expect(new Set([1, ...weights]).size).toBe(4);
    expect(kept("fish", "firstLoss")).toBeGreaterThan(0);
  });

  it("leaves a head that no step had as it was", async () => {
    const kept = await keptAfter(spec(gradNorm), 3, animals(48, { without: ["ant", "bee"] }));
    expect(kept("insect", "weight")).toBe(1);
    expect(kept("insect", "firstLoss")).toBe(0);
    expect(kept("group", "weight")! + kept("fish", "weight")!).toBeCloseTo(2, 5);
  });

  it("weighs nothing where turns have one head each, and something where the others keep a share", async () => {
    const alone = await keptAfter(spec(gradNorm, { alternate: { by: "heads" } }), 4);
    expect(["group", "insect", "fish"].map((head) => alone(head, "weight"))).toEqual([1, 1, 1]);
    const shared = await keptAfter(spec(gradNorm, { alternate: { by: "heads", inactiveShare: 0.3 } }), 4);
    expect(shared("group", "weight")).not.toBe(1);
  });
});

describe("a weighting that compares heads", () => {
  async function noticesOf(weighting: WeightingName, training: TrainingSpec = {}) {
    const model = build(spec(weighting, { epochs: 1, ...training }));
    const { notices } = await train(model, animals(48));
    model.dispose();
    return notices.filter(({ code }) => code === "nothingToWeigh");
  }

  it("is said to do nothing where each step has one head", async () => {
    expect(await noticesOf("pcGrad", { alternate: { by: "heads" } })).toMatchObject([
      { where: "train", message: expect.stringContaining("each step has one head") as string },
    ]);
    expect(await noticesOf("pcGrad", { alternate: { by: "heads", inactiveShare: 0.2 } })).toEqual([]);
    expect(await noticesOf("pcGrad")).toEqual([]);
    expect(await noticesOf("dwa", { alternate: { by: "heads" } })).toEqual([]);
  });
});

describe("a weighting in a spec", () => {
  it("has its options filled in; by its name where it has none", () => {
    const of = (weighting: WeightingName | WeightingSpec) =>
      understandGraph(spec(weighting)).graph.phases[0]!.weighting;
    expect(of({ type: "gradNorm", alpha: 0.5 })).toEqual({
      type: "gradNorm",
      alpha: 0.5,
      learningRate: 0.025,
    });
    expect(of("caGrad")).toEqual({ type: "caGrad", c: 0.4 });
    expect(of({ type: "pcGrad" })).toBe("pcGrad");
  });

  it("is refused where it is none", () => {
    const wrong = (weighting: unknown) =>
      checkGraph(spec(weighting as WeightingSpec)).map(
        ({ pointer, message, hint }) => `${pointer}: ${message}; ${hint}`,
      );
    expect(wrong("gradnorm")[0]).toMatch(/^\/training\/weighting: .*did you mean "gradNorm"/);
    expect(wrong({ type: "caGrad", c: 2 })[0]).toContain("/training/weighting/c");
    expect(wrong({ type: "pcGrad", alpha: 1 })[0]).toContain("/training/weighting/alpha");
  });
});
