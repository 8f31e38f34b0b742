/* Calibrated logits: wherever probabilities are made, and nowhere else. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import type { Calibration } from "../../src/spec/language";
import { DeviceData } from "../../src/model/device-data";
import { validationMetrics } from "../../src/train/validate";
import { problemsOf } from "../graph/compile-spec";
import { animals, cascadeSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const data = animals(40);

function spec(decode: "greedy" | "joint", calibration?: Calibration): GraphSpec {
  const made = cascadeSpec({}, decode);
  const head = (target: string, within?: string) => ({
    type: "head" as const,
    target,
    ...(within !== undefined && { within }),
    ...(calibration && { calibration }),
  });
  const hidden = { type: "dense", units: 8, activation: "relu" } as const;
  made.nodes["group"] = { from: "features", layers: [hidden, head("group")] };
  made.nodes["animal"] = {
    type: "route",
    from: "features",
    by: "group",
    decode,
    branches: {
      insect: [hidden, { ...head("animal", "insect"), loss: "binaryCrossentropy" }],
      fish: [hidden, head("animal", "fish")],
    },
  };
  made.nodes["sure"] = { type: "probabilities", from: "group" };
  made.nodes["end"] = { from: ["sure"], layers: [{ ...head("animal"), name: "end" }] };
  return made;
}

const build = (made: GraphSpec) => Model.build(understandGraph(made).graph, { seed: 3 });

function set(model: Model, values: Record<string, number[]>): void {
  model.setHostWeights(
    new Map(
      Object.entries(values).map(([path, numbers]) => [
        path,
        { shape: model.graph.variables.get(path)!.shape, data: Float32Array.from(numbers) },
      ]),
    ),
  );
}

const logits = (probabilities: ArrayLike<number>) => Array.from(probabilities, (p) => Math.log(p));

function softmax(values: readonly number[]): number[] {
  const powers = values.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

const row = (values: Float32Array, width: number, sample: number) =>
  values.slice(sample * width, (sample + 1) * width);

describe("a calibration that was never fitted", () => {
  it.each(["greedy", "joint"] as const)("changes no bit of a prediction (%s)", (decode) => {
    const plain = build(spec(decode)).predict(data);
    for (const form of ["temperature", "vector"] as const) {
      expect(build(spec(decode, form)).predict(data)).toEqual(plain);
    }
  });

  it("is made of weights that count, and that nothing trains", () => {
    const [plain, temperature, vector] = [undefined, "temperature" as const, "vector" as const].map(
      (form) => understandGraph(spec("joint", form)).graph,
    );
    expect(temperature!.variables.size - plain!.variables.size).toBe(4);
    expect(vector!.variables.get("group/head/calibration/shift")).toMatchObject({
      shape: [3],
      trainable: false,
    });
    expect(vector!.variables.get("animal/insect/head/calibration/scale")!.shape).toEqual([1]);
    const trained = vector!.phases.flatMap(({ train }) => train);
    expect(trained.filter((path) => path.includes("calibration"))).toEqual([]);
  });
});

describe("calibrated probabilities", () => {
  it.each(["greedy", "joint"] as const)(
    "enter heads, gates and answers and change no first choice under a temperature (%s)",
    (decode) => {
      const model = build(spec(decode, "temperature"));
      const before = model.predict(data);
      set(model, {
        "group/head/calibration/temperature": [2.5],
        "animal/fish/head/calibration/temperature": [0.3],
      });
      const after = model.predict(data);
      const gate = before.heads["group"]!.values;
      expect(after.routes["animal"]!.taken).toEqual(before.routes["animal"]!.taken);
      const joint = (sample: number, group: number) =>
        decode === "joint"
          ? after.heads["group"]!.values[3 * sample + group]!
          : Number(before.routes["animal"]!.taken[sample] === group);
      for (let sample = 0; sample < data.size; sample++) {
        const cooler = softmax(logits(row(gate, 3, sample)).map((z) => z / 2.5));
        const found = row(after.heads["group"]!.values, 3, sample);
        cooler.forEach((p, i) => expect(found[i]).toBeCloseTo(p, 5));
        expect(row(after.routes["animal"]!.gate!, 3, sample)).toEqual(found);
        const fish = row(before.heads["animal/fish"]!.values, 3, sample);
        if (Number.isNaN(fish[0])) continue;
        const hotter = softmax(logits(fish).map((z) => z / 0.3));
        const answer = row(after.answers["animal"]!.probabilities, 6, sample);
        hotter.forEach((p, i) => expect(answer[2 + i]).toBeCloseTo(p * joint(sample, 1), 5));
      }
    },
  );

  it("reach what stands on them, also through one logit", () => {
    const model = build(spec("joint", "vector"));
    const before = model.predict(data);
    // All of the gate's probability goes to its second class, and the first branch says its second class.
    set(model, {
      "group/head/calibration/scale": [0, 0, 0],
      "group/head/calibration/shift": [0, 30, 0],
      "animal/insect/head/calibration/scale": [0],
      "animal/insect/head/calibration/shift": [Math.log(3)],
    });
    const after = model.predict(data);
    expect([...after.routes["animal"]!.taken]).toEqual(Array(data.size).fill(1));
    expect(row(after.heads["animal/insect"]!.values, 2, 7)[1]).toBeCloseTo(0.75, 6);
    // The node "sure" is (0, 1, 0) for all: so is what a head makes of it.
    expect(row(after.heads["end"]!.values, 6, 3)).toEqual(row(after.heads["end"]!.values, 6, 4));
    expect(after.heads["end"]!.values).not.toEqual(before.heads["end"]!.values);
  });

  it("are not in the loss", () => {
    const model = build(spec("greedy", "temperature"));
    const device = new DeviceData(model.graph, data);
    const samples = Int32Array.from({ length: data.size }, (_, i) => i);
    const [phase] = model.graph.phases;
    const losses = () => validationMetrics(model.index, model.weights, device, samples, phase!);
    const before = losses();
    set(model, { "animal/fish/head/calibration/temperature": [9] });
    expect(losses()).toEqual(before);
    set(model, { "group/head/calibration/temperature": [9] });
    expect(losses()["val/group/loss"]).toBe(before["val/group/loss"]);
    device.dispose();
  });

  it("are of classes only", () => {
    const made: GraphSpec = {
      inputs: { x: { shape: [2] } },
      targets: { y: { shape: [1] } },
      nodes: { y: { type: "head", target: "y", calibration: "temperature" } },
    };
    expect(problemsOf(made)).toEqual([
      `/nodes/y/calibration: "y" has values, and a calibration is of the probabilities of classes; remove "calibration"`,
    ]);
  });
});
