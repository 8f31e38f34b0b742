import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { mixedDataTypes, split, subset } from "../../src/data";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train } from "../../src/train";
import { animals, CLASSES, cascadeSpec, dataTypesSpec, sharedSpec } from "../specs";

beforeAll(() => useBackend());

const short = { epochs: 1, batchSize: 16 };

function shuffledNames(data: Dataset, seed: number): Dataset {
  const order = randomStream(seed, "names").permutation(CLASSES.length);
  const places = Int32Array.from(CLASSES, (_, number) => order.indexOf(number));
  return {
    ...data,
    labels: { animal: data.labels["animal"]!.map((label) => places[label]!) },
    classes: { animal: Array.from(order, (number) => CLASSES[number]!) },
  };
}

async function outcome(spec: GraphSpec, data: Dataset, validation: Dataset) {
  const model = Model.build(understandGraph(spec).graph, { seed: 3 });
  try {
    const { history } = await train(model, data, { validation, seed: 3 });
    const figures = history.map((record) => record.figures);
    const routed = model.predict(validation);
    return {
      figures,
      weights: model.hostWeights(),
      routed,
      oracle: model.predict(validation, { routing: "labels" }),
    };
  } finally {
    model.dispose();
  }
}

describe("names bind, numbers don't", () => {
  it.each([
    ["cascade", cascadeSpec({ ...short, phases: [{ name: "all", train: ["**"] }] })],
    ["shared backbone", sharedSpec(short)],
  ])("%s: classes in any order train and predict to the same bits", async (_, spec) => {
    const data = animals(64);
    const validation = animals(32, { seed: 2 });
    const expected = await outcome(spec, data, validation);
    for (let seed = 0; seed < 6; seed++) {
      // Training and validation data in orders of their own, one through `subset`.
      const own = subset(
        shuffledNames(data, seed),
        Array.from({ length: 64 }, (__, i) => i),
      );
      expect(await outcome(spec, own, shuffledNames(validation, seed + 100))).toEqual(expected);
    }
  });

  const spec = dataTypesSpec(
    ["int", "float"],
    { units: 4, ids: 100 },
    { ...short, alternate: { by: { tag: "dataType" } } },
  );

  it("tags go to the branches of their names, whatever the order of graph and parts", async () => {
    const data = mixedDataTypes({ samples: 60 }); // float first, then int
    const turned: Dataset = {
      ...data,
      tags: { dataType: data.tags["dataType"]!.map((value) => 1 - value) },
      tagValues: { dataType: ["int", "float"] },
    };
    const parts = split(data, { testShare: 0.5 });
    expect(parts.train.tagValues).toEqual({ dataType: ["float", "int"] });
    const expected = await outcome(spec, turned, turned);
    expect(await outcome(spec, data, data)).toEqual(expected);
    expect(expected.routed.routes["features"]!.taken).toEqual(turned.tags["dataType"]);
  });

  it("refuses unknown names in training, in validation data and when it predicts", async () => {
    const model = Model.build(understandGraph(spec).graph);
    const good = mixedDataTypes({ samples: 20 });
    const wrong = { ...good, tagValues: { dataType: ["float", "text"] } };
    const message = /the tag "dataType" are float and text in the data, and int and float in the network/;
    await expect(train(model, wrong)).rejects.toThrow(message);
    await expect(train(model, good, { validation: wrong })).rejects.toThrow(message);
    expect(() => model.predict(wrong)).toThrow(message);
    model.dispose();
  });
});
