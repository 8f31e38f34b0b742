import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import type { Dataset } from "../../../src/data/dataset";
import { calibrate, chooseThreshold, Model, openModel, saveModel, understandGraph } from "../../../src/model";
import type { GraphSpec } from "../../../src/spec";
import type { Calibration } from "../../../src/spec/language";
import { train } from "../../../src/train";
import { bundleOf } from "../../../src/view";
import { animals, cascadeSpec } from "../../specs";

beforeAll(async () => {
  await useBackend();
});

/** Trained for long on few samples, and so too sure. */
async function trained(calibration?: Calibration): Promise<Model> {
  const spec: GraphSpec = cascadeSpec({
    batchSize: 8,
    epochs: 12,
    optimizer: { type: "adam", learningRate: 0.05 },
  });
  const text = JSON.stringify(spec).replaceAll(
    '"type":"head"',
    calibration ? `"type":"head","calibration":"${calibration}"` : '"type":"head"',
  );
  const model = Model.build(understandGraph(JSON.parse(text) as GraphSpec).graph, { seed: 2 });
  await train(model, noisy(24, 1));
  return model;
}

/** A part of the samples has another's label. */
function noisy(size: number, seed: number) {
  return relabelled(animals(size, { seed }), (label, i) => (i % 4 === 0 ? (label + 1) % 6 : label));
}

function relabelled(data: Dataset, change: (label: number, sample: number) => number): Dataset {
  return { ...data, labels: { animal: Int32Array.from(data.labels["animal"]!, change) } };
}

describe("calibrate", () => {
  it("lowers the log loss of every head, and no first choice changes under a temperature", async () => {
    const model = await trained("temperature");
    const held = noisy(120, 9);
    const before = model.predict(held);
    const tensors = tf.memory().numTensors;
    const rows = calibrate(model, held);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(rows.map(({ head }) => head)).toEqual(["group", "animal/insect", "animal/fish"]);
    for (const row of rows) {
      expect(row.logLossAfter).toBeLessThan(row.logLossBefore);
      expect(row.accuracyAfter).toBe(row.accuracyBefore);
    }
    const counts = rows.map(({ samples }) => samples);
    expect(counts[0]).toBe(120);
    expect(counts[1]! + counts[2]!).toBeLessThan(120);
    const after = model.predict(held);
    expect(after.routes["animal"]!.taken).toEqual(before.routes["animal"]!.taken);
    expect(after.heads["group"]!.values).not.toEqual(before.heads["group"]!.values);
    // What is above a threshold does change.
    const sure = (values: Float32Array) => values.filter((p) => p > 0.9).length;
    expect(sure(after.heads["group"]!.values)).toBeLessThan(sure(before.heads["group"]!.values));
    // Fitted again from the same logits it is the same.
    expect(calibrate(model, held)).toEqual(rows);
    const shown = await bundleOf(rows);
    expect(shown["text/plain"]).toContain("eceAfter");

    const folder = mkdtempSync(join(tmpdir(), "espalier-calibrate-"));
    const file = join(folder, "model.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    expect(opened.predict(held)).toEqual(after);
    rmSync(folder, { recursive: true });
  });

  it("by a vector, of some heads only, in any size of batch", async () => {
    const model = await trained("vector");
    const held = noisy(120, 9);
    const fish = (at: Model) => at.hostWeights().get("animal/fish/head/calibration/shift")!.data;
    const [row, ...others] = calibrate(model, held, { heads: ["group"], batchSize: 7 });
    expect(others).toEqual([]);
    expect(row!.logLossAfter).toBeLessThan(row!.logLossBefore);
    expect([...fish(model)]).toEqual([0, 0, 0]);
    const group = model.hostWeights().get("group/head/calibration/scale")!.data;
    calibrate(model, held);
    model
      .hostWeights()
      .get("group/head/calibration/scale")!
      .data.forEach((value, i) => expect(value).toBeCloseTo(group[i]!, 4));
    expect([...fish(model)]).not.toEqual([0, 0, 0]);
  });

  it("refuses what it cannot do, and changes nothing", async () => {
    const plain = await trained();
    expect(() => calibrate(plain, noisy(20, 3))).toThrow("no head of the network declares a calibration");
    const model = await trained("temperature");
    expect(() => calibrate(model, noisy(20, 3), { heads: ["grupp"] })).toThrow('no head "grupp"');
    const before = model.hostWeights();
    const dry = animals(30, { without: ["cod", "eel", "pike"] });
    expect(() => calibrate(model, dry)).toThrow("animal/fish: no sample has a label for this head");
    expect(model.hostWeights()).toEqual(before);
  });
});

describe("chooseThreshold", () => {
  it("reaches the accuracy with as many samples as it can, or the share", async () => {
    const model = await trained("temperature");
    const held = noisy(120, 9);
    const [first] = calibrate(model, held);
    const { values } = model.predict(held).heads["group"]!;
    const confidence = (sample: number) => Math.max(...values.subarray(3 * sample, 3 * sample + 3));
    const goal = first!.accuracyBefore + 0.02;
    const found = chooseThreshold(model, held, "group", { accuracy: goal });
    expect(found.accuracy).toBeGreaterThanOrEqual(goal);
    expect(found.samples).toBe(120);
    const above = Array.from({ length: 120 }, (_, i) => i).filter((i) => confidence(i) >= found.value);
    expect(above.length / 120).toBeCloseTo(found.coverage, 12);
    expect(chooseThreshold(model, held, "group", { accuracy: 0 })).toMatchObject({ value: 0, coverage: 1 });
    const half = chooseThreshold(model, held, "group", { share: 0.5 });
    expect(half.coverage).toBeGreaterThanOrEqual(0.5);
    expect(half.coverage).toBeLessThan(0.55);
    expect(() => chooseThreshold(model, held, "group", {})).toThrow("needs an accuracy or a share");
    expect(() => chooseThreshold(model, held, "gruppe", { share: 1 })).toThrow('no head "gruppe"');
  });

  it("says what can be reached where the goal cannot", async () => {
    const model = await trained();
    const wrong = relabelled(animals(60), (label) => (label + 3) % 6);
    expect(() => chooseThreshold(model, wrong, "group", { accuracy: 1 })).toThrow(
      /no threshold reaches an accuracy of 1: the most is 0\.\d{4}/,
    );
  });
});
