import { beforeAll, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { build } from "../../src/model";
import { train } from "../../src/train";

beforeAll(async () => {
  await useBackend();
});

/** Values of the given shape that are linear in three numbers; every fourth sample has no label. */
function linear(shape: number[], size = 200): Dataset {
  const random = randomStream(1, "linear", ...shape);
  const width = shape.reduce((a, b) => a * b, 1);
  const matrix = Array.from({ length: 3 * width }, () => random.normal());
  const features = Float32Array.from({ length: size * 3 }, () => random.normal());
  const labels = new Float32Array(size * width);
  for (let sample = 0; sample < size; sample++) {
    for (let i = 0; i < width; i++) {
      const value = [0, 1, 2].reduce((sum, j) => sum + features[sample * 3 + j]! * matrix[j * width + i]!, 0);
      labels[sample * width + i] = sample % 4 === 0 ? NaN : value;
    }
  }
  return { size, inputs: { features: { shape: [3], data: features } }, labels: { y: labels }, tags: {} };
}

it.each([[[]], [[1]], [[4]], [[2, 3]]])(
  "learns values of shape %j, without labels for some",
  async (shape) => {
    const data = linear(shape);
    const model = await build({
      inputs: { features: { shape: [3] } },
      targets: { y: { shape } },
      nodes: { y: { type: "head", target: "y" } },
      training: { epochs: 40, batchSize: 20, optimizer: { type: "adam", learningRate: 0.05 } },
    });
    const { history } = await train(model, data);
    expect(history.at(-1)!.figures["loss"]).toBeLessThan(1e-3);
    expect(history.at(-1)!.figures).not.toHaveProperty("accuracy");
    const { values, width } = model.predict(data).heads["y"]!;
    const labels = data.labels["y"]!;
    values.forEach((value, i) => {
      if (Math.floor(i / width) % 4 !== 0) expect(Math.abs(value - labels[i]!)).toBeLessThan(0.2);
    });
    model.dispose();
  },
);
