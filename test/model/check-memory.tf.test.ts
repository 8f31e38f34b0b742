/* A batch whose values cannot be held is refused before any of them is made. */
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { activationBytes } from "../../src/graph";
import { setLimits } from "../../src/limits";
import { Model, understandGraph } from "../../src/model";
import { train } from "../../src/train";
import { animals, sharedSpec } from "../specs";

beforeAll(() => useBackend());
afterEach(() => {
  setLimits({ memoryBytes: undefined });
});

it("by predict and train, with the way out; a smaller batch runs", async () => {
  const data = animals(40);
  const { graph } = understandGraph(sharedSpec());
  const model = Model.build(graph);
  const before = tf.memory().numTensors;
  // Enough for four samples at a time and not for five.
  setLimits({ memoryBytes: 4 * activationBytes(graph, 1) });
  const refused = (doing: string): RegExp =>
    new RegExp(
      `${doing} \\d+ samples at a time would take .* GB .*smaller batchSize.*setLimits\\(\\{ memoryBytes`,
    );
  expect(() => model.predict(data)).toThrow(refused("predicting"));
  await expect(train(model, data)).rejects.toThrow(refused("a step of the training with"));
  expect(tf.memory().numTensors).toBe(before);

  expect(model.predict(data, { batchSize: 4 }).size).toBe(40);
  expect(() => model.predict(data, { batchSize: 5 })).toThrow(refused("predicting"));
  const { stopped } = await train(model, data, { training: { batchSize: 4, epochs: 1 } });
  expect(stopped).toBe("finished");
  model.dispose();
});
