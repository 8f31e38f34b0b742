/* What a gate says as an input of the branches that it chooses: which gradients pass, and who routes in training. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
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
