/* What a gate says as an input of the branches that it chooses: which gradients pass, and who routes in training. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import { hostProbabilities } from "../../src/model/host-probabilities";
import type { GraphSpec, NodeSpec } from "../../src/spec";
import { train } from "../../src/train";
import { compileSpec } from "../graph/compile-spec";
import { animals, cascadeSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const hidden = { type: "dense", units: 8, activation: "relu" } as const;

/** @param enters whether what the gate says enters the branches, and whether their gradients go back there */
function spec(enters: boolean | "without gradient"): GraphSpec {
  const { inputs, targets } = cascadeSpec();
  return {
    inputs,
    targets,
    nodes: {
      group: { from: "features", layers: [{ type: "head", target: "group" }] },
      probabilities: { type: "probabilities", from: "group" },
      stopped: { type: "stopGradient", from: "probabilities" },
      both: { type: "concatenate", from: ["features", enters === true ? "probabilities" : "stopped"] },
      animal: {
        type: "route",
        from: enters ? "both" : "features",
        by: "group",
        branches: { "*": [hidden, { type: "head", target: "animal" }] },
      },
    },
    training: {
      batchSize: 8,
      optimizer: { type: "sgd", learningRate: 0.1 },
      // The gate's own loss does not count.
      phases: [{ name: "branches", train: ["**"], heads: ["animal/insect", "animal/fish"], epochs: 1 }],
    },
  };
}

/** The nodes whose weights are no longer what they were. */
async function moved(enters: boolean | "without gradient", data: Dataset): Promise<Set<string>> {
  const model = Model.build(compileSpec(spec(enters)).graph!, { seed: 3 });
  const before = new Map([...model.hostWeights()].map(([path, { data: values }]) => [path, values.slice()]));
  await train(model, data);
  const paths = [...model.hostWeights()].flatMap(([path, { data: values }]) =>
    values.some((value, i) => value !== before.get(path)![i]) ? path : [],
  );
  model.dispose();
  return new Set(paths.map((path) => path.split("/").slice(0, 2).join("/")));
}

describe("the gate's probabilities as an input of the branch", () => {
  it("pass the branches' losses on to the gate, which learns of them nowhere else", async () => {
    const data = animals(48);
    expect(await moved(true, data)).toEqual(new Set(["group/head", "animal/insect", "animal/fish"]));
    expect(await moved(false, data)).toEqual(new Set(["animal/insect", "animal/fish"]));
  });

  it("pass nothing on where the gradient is stopped", async () => {
    expect(await moved("without gradient", animals(48))).toEqual(new Set(["animal/insect", "animal/fish"]));
  });

  it("stand beside what the sample is: either changes what the same branch answers", () => {
    const model = Model.build(compileSpec(spec("without gradient")).graph!, { seed: 3 });
    const data = animals(1);
    /** What the branch of fish says where the gate's logits are these for every sample. */
    const answer = (logits: number[], features = data.inputs["features"]!) => {
      const [kernel, bias] = ["group/head/kernel", "group/head/bias"].map((path) =>
        model.hostWeights().get(path)!,
      );
      model.setHostWeights(
        new Map([
          ["group/head/kernel", { ...kernel!, data: new Float32Array(12) }],
          ["group/head/bias", { ...bias!, data: Float32Array.from(logits) }],
        ]),
      );
      const { routes, heads } = model.predict({ ...data, inputs: { features } });
      expect([...routes["animal"]!.taken]).toEqual([1]);
      return [...heads["animal/fish"]!.values];
    };
    const first = answer([0, 1, 0]);
    expect(answer([0, 1, 0])).toEqual(first);
    expect(answer([0, 9, 0])).not.toEqual(first);
    expect(answer([0, 1, 0], animals(1, { seed: 2 }).inputs["features"])).not.toEqual(first);
    model.dispose();
  });

  it("do not choose the branch in training: there labels do", async () => {
    const insects = animals(48, { without: ["cod", "eel", "pike", "yak"] });
    const model = Model.build(compileSpec(spec(true)).graph!, { seed: 3 });
    // The gate itself would send some of them elsewhere.
    expect(new Set(model.predict(insects).routes["animal"]!.taken).size).toBeGreaterThan(1);
    model.dispose();
    expect(await moved(true, insects)).toEqual(new Set(["group/head", "animal/insect"]));
  });

  it("are in the branch what they are in the prediction", () => {
    const model = Model.build(compileSpec(spec(true)).graph!, { seed: 3 });
    const data = animals(20);
    const once = model.predict(data);
    const everywhere = model.predict(data, { branches: "all" });
    everywhere.answers["animal"]!.probabilities.forEach((p, i) =>
      expect(p).toBeCloseTo(once.answers["animal"]!.probabilities[i]!, 6),
    );
    model.dispose();
  });
});

/** What of the gate enters the branches, as nodes of which the last is that. */
const ways: Record<string, Record<string, NodeSpec>> = {
  probabilities: { said: { type: "probabilities", from: "gate" } },
  "probabilities without a gradient": {
    sure: { type: "probabilities", from: "gate" },
    said: { type: "stopGradient", from: "sure" },
  },
  "the first choice, oneHot": { said: { type: "oneHot", from: "gate" } },
  "the features that it decides by": { said: { type: "activation", activation: "linear", from: "look" } },
};

const deciders = {
  "a head": { type: "head", target: "group", temperature: 0.5 },
  "a gate": { type: "gate", choices: ["insect", "fish", "mammal"], temperature: 0.5 },
} as const;

/** Both branches take in the input and what the gate says; a head stands on what comes of it. */
function deciding(by: keyof typeof deciders, way: string): GraphSpec {
  const { inputs, targets } = cascadeSpec();
  const group = Object.keys((targets!["group"] as { classes: object }).classes);
  const gate = deciders[by].type === "gate" ? { ...deciders[by], choices: group } : deciders[by];
  return {
    inputs,
    targets,
    nodes: {
      look: { from: "features", layers: [{ type: "dense", units: 3, activation: "tanh" }] },
      gate: { from: "look", layers: [gate] },
      ...ways[way],
      both: { type: "concatenate", from: ["features", "said"] },
      routed: {
        type: "route",
        from: "both",
        by: "gate",
        merge: "putBack",
        branches: { "*": [{ type: "dense", units: 4 }] },
      },
      animal: { from: "routed", layers: [{ type: "head", target: "animal" }] },
    },
    training: {
      batchSize: 48,
      optimizer: { type: "sgd", learningRate: 0.1 },
      phases: [{ name: "branches", train: ["**"], heads: ["animal"], epochs: 1 }],
    },
  };
}

const cases = (["a head", "a gate"] as const).flatMap((by) =>
  Object.keys(ways).map((way) => [by, way] as const),
);

describe.each(cases)("%s decides, and its branches take in %s", (by, way) => {
  it("as it is for each sample", () => {
    const { graph, problems } = compileSpec(deciding(by, way));
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const model = Model.build(graph!, { seed: 3 });
    const data = animals(12);
    const { heads, routes } = model.predict(data);
    const weights = model.hostWeights();
    const { taken, branches } = routes["routed"]!;
    const width = data.inputs["features"]!.shape[0]!;
    for (let sample = 0; sample < data.size; sample++) {
      const x = [...data.inputs["features"]!.data.slice(sample * width, (sample + 1) * width)];
      const features = layer(weights, "look/dense", x).map(Math.tanh);
      const logits = layer(weights, `gate/${deciders[by].type}`, features);
      // A head's temperature is that of its decisions alone.
      const sharp = by === "a gate" ? logits.map((logit) => logit / 0.5) : logits;
      const first = logits.indexOf(Math.max(...logits));
      expect(taken[sample]).toBe(first);
      const said = way.startsWith("probabilities")
        ? [...hostProbabilities(Float32Array.from(sharp), sharp.length)]
        : way.startsWith("the first")
          ? logits.map((_, i) => Number(i === first))
          : features;
      const routed = layer(weights, `routed/${branches[first]!}/dense`, [...x, ...said]);
      const expected = hostProbabilities(Float32Array.from(layer(weights, "animal/head", routed)), 6);
      expected.forEach((p, i) => expect(heads["animal"]!.values[6 * sample + i]).toBeCloseTo(p, 5));
    }
    model.dispose();
  });

  it("with the gradients that pass through it", async () => {
    const model = Model.build(compileSpec(deciding(by, way)).graph!, { seed: 3 });
    const before = model.hostWeights();
    await train(model, animals(48));
    const has = (path: string) =>
      model
        .hostWeights()
        .get(path)!
        .data.some((value, i) => value !== before.get(path)!.data[i]);
    expect({ gate: has(`gate/${deciders[by].type}/kernel`), features: has("look/dense/kernel") }).toEqual({
      gate: way === "probabilities",
      features: way === "probabilities" || way.startsWith("the features"),
    });
    model.dispose();
  });
});

/** A dense layer of a model for one sample. */
function layer(weights: ReturnType<Model["hostWeights"]>, path: string, x: readonly number[]): number[] {
  const [kernel, bias] = ["kernel", "bias"].map((name) => weights.get(`${path}/${name}`)!.data);
  return Array.from(bias!, (start, unit) =>
    x.reduce((sum, value, i) => sum + value * kernel![i * bias!.length + unit]!, start),
  );
}
