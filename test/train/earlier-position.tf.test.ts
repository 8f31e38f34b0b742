/* A checkpoint of version 2, written by the code of its time, goes on to the numbers of the run without a stop. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { decodeTensors, encodeSealed } from "../../src/files";
import { build } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train, type TrainResult } from "../../src/train";
import type { StoredPosition2 } from "../../src/train/earlier-position";

const VERSION_2 = join(__dirname, "../fixtures/version-2");
const read = (name: string): unknown => JSON.parse(readFileSync(join(VERSION_2, name), "utf8"));
const { spec, samples } = read("run.json") as {
  spec: GraphSpec;
  samples: { features: number[]; animal: number[]; weight: (number | null)[] };
};
const expected = read("expected.json") as Record<string, number>[];

const data: Dataset = {
  size: samples.animal.length,
  inputs: { features: { shape: [4], data: Float32Array.from(samples.features) } },
  labels: {
    animal: Int32Array.from(samples.animal),
    weight: Float32Array.from(samples.weight, (value) => value ?? NaN),
  },
  tags: {},
};

let folder = "";
let checkpoint = "";
beforeAll(() => useBackend());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espalier-version-2-"));
  checkpoint = join(folder, "run.safetensors");
  copyFileSync(join(VERSION_2, "checkpoint.safetensors"), checkpoint);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function resume(): Promise<TrainResult> {
  const model = await build(spec);
  try {
    return await train(model, data, { checkpoint });
  } finally {
    model.dispose();
  }
}

it("stands in the middle of an epoch and goes on from there", async () => {
  const { history, stopped } = await resume();
  expect(stopped).toBe("finished");
  expect(history.map(({ figures }) => Object.keys(figures))).toEqual(expected.map((one) => Object.keys(one)));
  history.forEach(({ figures }, epoch) => {
    for (const [name, value] of Object.entries(expected[epoch]!))
      expect(figures[name], `${name} of epoch ${epoch + 1}`).toBeCloseTo(value, 5);
  });
});

it.each<[string, (position: StoredPosition2) => unknown, RegExp]>([
  ["a count that is none", ({ sums }) => (sums["animal"]!.right = -1), /right: .*at least 0/],
  ["no count", ({ sums }) => Reflect.deleteProperty(sums["animal"]!, "judged"), /judged/],
  [
    "counts of a head without classes",
    ({ sums }) => (sums["weight"]!.judged = 3),
    /its metrics are not those of the head "weight"/,
  ],
])("is refused with %s", async (_, change, message) => {
  const { tensors, metadata } = decodeTensors(readFileSync(checkpoint), checkpoint);
  Reflect.deleteProperty(metadata, "sha256");
  const position = JSON.parse(metadata["position"]!) as StoredPosition2;
  change(position);
  writeFileSync(checkpoint, encodeSealed(tensors, { ...metadata, position: JSON.stringify(position) }));
  await expect(resume()).rejects.toThrow(message);
});
