/* A checkpoint is where this run stood, or is refused before the model is touched. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { decodeTensors, encodeSealed, type StoredTensor } from "../../src/files";
import { build, type Model } from "../../src/model";
import { train } from "../../src/train";
import type { StoredPosition } from "../../src/train/position";
import { animals, cascadeSpec } from "../specs";

const data = animals(40);
const spec = cascadeSpec({
  batchSize: 16,
  epochs: 3,
  validationSplit: 0.2,
  earlyStopping: { monitor: "val/loss", patience: 3 },
  phases: [
    { name: "gate", train: ["group"] },
    { name: "branches", train: ["animal"] },
  ],
});

let folder = "";
let file = "";
let model: Model;
let sound: Uint8Array;
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-checkpoint-"));
  file = join(folder, "run.safetensors");
  model = await build(spec);
  const stop = new AbortController();
  let steps = 0;
  const update = (): void => {
    if (++steps === 3) stop.abort();
  };
  await train(model, data, {
    checkpoint: file,
    signal: stop.signal,
    progress: { update, end: () => undefined },
  });
  sound = readFileSync(file);
});
beforeEach(() => {
  writeFileSync(file, sound);
});
afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true });
});

type Change = (
  position: StoredPosition,
  tensors: Map<string, StoredTensor>,
  metadata: Record<string, string>,
) => void;

/** What training says to a checkpoint that was changed and sealed again; the model must stay as it is. */
async function refusal(change: Change): Promise<string> {
  const { tensors, metadata } = decodeTensors(sound, file);
  Reflect.deleteProperty(metadata, "sha256");
  const position = JSON.parse(metadata["position"]!) as StoredPosition;
  change(position, tensors, metadata);
  metadata["position"] = JSON.stringify(position);
  writeFileSync(file, encodeSealed(tensors, metadata));
  const before = [...model.hostWeights()];
  const message = await train(model, data, { checkpoint: file }).then(
    () => "accepted",
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
  if (message !== "accepted") expect([...model.hostWeights()]).toEqual(before);
  return message;
}

const clocks = (metadata: Record<string, string>, change: (clocks: Record<string, number>) => void): void => {
  const value = JSON.parse(metadata["clocks"]!) as Record<string, number>;
  change(value);
  metadata["clocks"] = JSON.stringify(value);
};

describe("a checkpoint", () => {
  it("stands in the middle of an epoch, with sums, a best epoch and clocks", () => {
    const { tensors, metadata } = decodeTensors(sound, file);
    expect(metadata["format"]).toBe("espalier-checkpoint-3");
    const position = JSON.parse(metadata["position"]!) as StoredPosition;
    expect([position.phase, position.epoch, position.step, position.steps]).toEqual([0, 1, 1, 3]);
    expect(Object.keys(position.sums)).toEqual(["group"]);
    expect([...tensors.keys()].filter((name) => name.startsWith("best/")).length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(["run.safetensors"]);
  });

  it.each<[string, Change, RegExp]>([
    ["a phase beyond the plan", (p) => (p.phase = 3), /stands in phase 4 of 2/],
    ["an epoch beyond the plan", (p) => (p.epoch = 4), /stands in epoch 5 of 3/],
    ["a step beyond the epoch", (p) => ((p.step = 3), (p.steps = 5)), /3 steps of 2 in its epoch/],
    ["steps beyond the plan", (p) => (p.steps = 1000), /1000 of \d+ in all/],
    ["a negative step", (p) => (p.step = -1), /\/step: .*whole number of at least 0/],
    ["a step that is none", (p) => (p.step = 0.5), /\/step/],
    [
      "a history of other phases",
      (p) => (p.history[0]!.phase = "branches"),
      /history has 0 epochs of phase "gate"/,
    ],
    [
      "a history that is too long",
      (p) => p.history.push({ ...p.history[0]!, epoch: 2 }),
      /history has 2 epochs/,
    ],
    ["no history", (p) => (p.history = []), /history has 0 epochs/],
    ["a patience longer than the run", (p) => (p.stopping.waited = 9), /waited longer than it ran/],
    [
      "sums of another head",
      (p) => (p.sums = { "animal/fish": p.sums["group"]! }),
      /sums of heads that did not run/,
    ],
    ["negative seconds", (p) => (p.seconds.total = -1), /\/seconds\/total/],
    ["a field more", (p) => Object.assign(p, { more: 1 }), /\/more/],
    [
      "a missing weight",
      (_, t) => t.delete("weights/group/dense/kernel"),
      /lacks the tensor weights\/group\/dense\/kernel/,
    ],
    ["a missing slot", (_, t) => t.delete("slots/1/group/dense/kernel"), /lacks the tensor slots\/1\/group/],
    ["a missing best weight", (_, t) => t.delete("best/group/dense/kernel"), /lacks the tensor best\/group/],
    [
      "no best weights where there was a best epoch",
      (_, t) => [...t.keys()].filter((name) => name.startsWith("best/")).forEach((name) => t.delete(name)),
      /lacks the tensor best\//,
    ],
    [
      "a tensor more",
      (_, t) => t.set("slots/2/group/dense/kernel", t.get("slots/1/group/dense/kernel")!),
      /no tensor slots\/2/,
    ],
    [
      "a negative clock",
      (_, _t, m) => clocks(m, (c) => (c["group/dense/kernel"] = -1)),
      /clock of group\/dense\/kernel/,
    ],
    [
      "a clock ahead of the run",
      (_, _t, m) => clocks(m, (c) => (c["group/dense/kernel"] = 4)),
      /clock of group\/dense\/kernel/,
    ],
    [
      "a clock of another phase",
      (_, _t, m) => clocks(m, (c) => (c["animal/fish/dense/bias"] = 1)),
      /which the phase does not train/,
    ],
    [
      "a weight that is not finite",
      (_, t) => (t.get("weights/group/dense/kernel")!.data[0] = Number.NaN),
      /weight group\/dense\/kernel is NaN/,
    ],
  ])("with %s is refused", async (_, change, message) => {
    const said = await refusal(change);
    expect(said).toMatch(message);
    expect(said).toMatch(/^EspalierError: /);
  });

  it("sealed again without a change is accepted", async () => {
    expect(await refusal(() => undefined)).toBe("accepted");
  });

  it("of version 1 is refused with what to do", async () => {
    copyFileSync(join(__dirname, "../fixtures/version-1/checkpoint.safetensors"), file);
    await expect(train(model, data, { checkpoint: file })).rejects.toThrow(
      /an earlier version of Espalier wrote this checkpoint.*pass resume: false/,
    );
  });

  it("belongs to one training at a time", async () => {
    const checkpoint = join(folder, "shared.safetensors");
    const other = await build(spec);
    let second: Promise<unknown> | undefined;
    await train(model, data, {
      checkpoint,
      onEpoch: () => {
        second ??= train(other, data, { checkpoint }).then(
          () => "trained",
          (error: unknown) => (error as Error).message,
        );
      },
    });
    expect(await second).toMatch(/something else in this process trains with this checkpoint/);
    expect(existsSync(join(folder, ".shared.safetensors.lock"))).toBe(false);
    other.dispose();
  });
});
