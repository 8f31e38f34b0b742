/* The kinds of files that are read back, each with a sound one, a way to change its fields, and what reading gives. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readReport, saveReport } from "../../src/compare";
import { RunStore } from "../../src/compare/runs/runs-file";
import type { FinishedRun } from "../../src/compare/report/finished-run";
import { formatRun, parseRun } from "../../src/compare/runs/stored-run";
import { decodeTensors, digestOfJson, encodeSealed, encodeTensors, type StoredTensor } from "../../src/files";
import { build, Model, openModel, saveModel, understandGraph } from "../../src/model";
import { authorSpec } from "../../src/graph";
import { type GraphSpec, type RouteNode } from "../../src/spec";
import { train } from "../../src/train";
import { fingerprint, readCheckpoint } from "../../src/train/checkpoint";
import { finishedRun } from "../compare/finished-run";
import { animals, cascadeSpec } from "../specs";
import { damageField } from "./mutate";

export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The same file with one field changed, with the old checksum or with one that fits. */
  readonly changed: (seed: number, resealed: boolean) => Uint8Array;
  /** Whether the format has a checksum: without one, other values are another file and nobody can know. */
  readonly sealed: boolean;
  /** Reads these bytes as a file; what came out, as a text to compare. Uses it as a user would. */
  readonly read: (bytes: Uint8Array) => Promise<string>;
}

const FIXTURES = path.join(__dirname, "../fixtures");

export async function subjects(folder: string): Promise<Subject[]> {
  const at = (name: string): string => path.join(folder, name);
  return [
    await modelSubject(at("model.safetensors")),
    await checkpointSubject(at("checkpoint.safetensors")),
    await runsSubject(at("runs.json")),
    await reportSubject(at("report.json")),
    kerasSubject("Keras model.json", "model.json", at("keras-json")),
    kerasSubject("Keras weights", "weights.bin", at("keras-weights")),
  ];
}

const small: GraphSpec = {
  ...cascadeSpec(),
  modules: { eye: ["layerNormalization", { type: "dense", units: 3, activation: "relu" }] },
  training: {
    batchSize: 16,
    epochs: 2,
    validationSplit: 0.2,
    earlyStopping: { monitor: "val/loss", patience: 2 },
    phases: [
      { name: "gate", train: ["group"] },
      { name: "branches", train: ["animal"], optimizer: { type: "momentum", learningRate: 0.05 } },
    ],
  },
};
small.nodes["group"] = { layers: ["eye", { type: "head", target: "group" }] };

async function modelSubject(file: string): Promise<Subject> {
  // With a loaded model inside.
  const part = await build({
    inputs: { features: { shape: [4] } },
    targets: { pair: { classes: ["ant", "bee"] } },
    nodes: {
      pair: {
        layers: [
          { type: "dense", units: 5, activation: "tanh" },
          { type: "head", target: "pair" },
        ],
      },
    },
  });
  await saveModel(part, path.join(path.dirname(file), "part.safetensors"));
  const spec = structuredClone(small);
  (spec.nodes["animal"] as RouteNode).branches["insect"] = [
    { type: "load", model: "part.safetensors" },
    { type: "head", target: "animal", within: "insect", project: false },
  ];
  const model = await build(understandGraph(spec, path.dirname(file)), { seed: 2 });
  await saveModel(model, file);
  part.dispose();
  model.dispose();
  const bytes = readFileSync(file);
  return {
    name: "model",
    bytes,
    sealed: true,
    changed: (seed, resealed) => changeTensors(bytes, seed, resealed, ["graph", "stacks"]),
    read: (changed) => {
      writeFileSync(file, changed);
      const opened = openModel(file);
      try {
        opened.summary();
        return Promise.resolve(
          digest([authorSpec(opened.graph.spec), opened.seed, [...opened.hostWeights()]]),
        );
      } finally {
        opened.dispose();
      }
    },
  };
}

async function checkpointSubject(file: string): Promise<Subject> {
  const data = animals(40);
  const model = await build(small, { seed: 2 });
  const fresh = model.hostWeights();
  const stop = new AbortController();
  let steps = 0;
  const update = (): void => {
    if (++steps === 5) stop.abort(); // In the second epoch of a phase that keeps its best one.
  };
  await train(model, data, {
    checkpoint: file,
    signal: stop.signal,
    progress: { update, end: () => undefined },
  });
  const bytes = readFileSync(file);
  const key = fingerprint(model, [data, undefined], model.seed);
  return {
    name: "checkpoint",
    bytes,
    sealed: true,
    changed: (seed, resealed) => changeTensors(bytes, seed, resealed, ["position", "clocks"]),
    read: async (changed) => {
      writeFileSync(file, changed);
      const read = readCheckpoint(file, key, model.graph)!;
      const { position, weights, optimizer, best } = read;
      const result = digest([position, [...weights], [...optimizer], [...(best ?? [])]]);
      // What is accepted must also run: and if it does not, the model must be as it was.
      model.setHostWeights(fresh);
      const { history } = await train(model, data, { checkpoint: file });
      return result + digest(history.map(({ figures }) => figures));
    },
  };
}

async function runsSubject(file: string): Promise<Subject> {
  const store = await RunStore.open(file);
  for (const seed of [1, 2, 3]) await store.add(`key ${seed}`, finishedRun(seed));
  const bytes = readFileSync(file);
  const lines = bytes.toString("utf8").split("\n");
  return {
    name: "runs file",
    bytes,
    sealed: true,
    changed: (seed, resealed) => {
      const line = 1 + (seed % 3);
      const stored = JSON.parse(lines[line]!) as { sha256: string; run: unknown };
      const run = damageField(stored.run, seed);
      const sha256 = resealed ? digestOfJson(run) : stored.sha256;
      return Buffer.from(
        lines.map((text, i) => (i === line ? JSON.stringify({ sha256, run }) : text)).join("\n"),
      );
    },
    read: async (changed) => {
      writeFileSync(file, changed);
      const read = await RunStore.open(file);
      const runs = [1, 2, 3].map((seed) => read.get(`key ${seed}`));
      // A run that is not there is run again, with the same numbers: that is no other result.
      return digest(runs.map((run, i) => run ?? again(i + 1)));
    },
  };
}

/** A run as it comes out of a file. */
const again = (seed: number): FinishedRun => parseRun(formatRun("key", finishedRun(seed)), "memory")[1];

async function reportSubject(file: string): Promise<Subject> {
  await saveReport(await readReport(path.join(FIXTURES, "version-1/report.json")), file);
  const bytes = readFileSync(file);
  const report = JSON.parse(bytes.toString("utf8")) as { sha256?: string };
  return {
    name: "report",
    bytes,
    sealed: true,
    changed: (seed, resealed) => {
      const { sha256, ...content } = report;
      const changed = damageField(content, seed);
      return Buffer.from(JSON.stringify({ ...changed, sha256: resealed ? digestOfJson(changed) : sha256 }));
    },
    read: async (changed) => {
      writeFileSync(file, changed);
      return digest(await readReport(file));
    },
  };
}

/** A file of a Keras model; it has no checksum. */
function kerasSubject(name: string, part: string, folder: string): Subject {
  mkdirSync(folder);
  for (const file of ["model.json", "weights.bin"])
    writeFileSync(path.join(folder, file), readFileSync(path.join(FIXTURES, "keras-model", file)));
  const file = path.join(folder, part);
  const bytes = readFileSync(file);
  const spec: GraphSpec = {
    inputs: { image: { shape: [8, 8, 2] } },
    targets: { kind: { classes: 3 } },
    nodes: {
      kind: {
        layers: [
          { type: "load", model: "model.json" },
          { type: "head", target: "kind" },
        ],
      },
    },
  };
  return {
    name,
    bytes,
    sealed: false,
    changed: (seed) =>
      part === "model.json"
        ? Buffer.from(JSON.stringify(damageField(JSON.parse(bytes.toString("utf8")), seed)))
        : Uint8Array.from(bytes).fill(0xff, seed % bytes.length, (seed % bytes.length) + 4),
    read: (changed) => {
      writeFileSync(file, changed);
      const { graph, loader } = understandGraph(spec, folder);
      const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
      try {
        return Promise.resolve(digest([loader.stacks(), [...model.hostWeights()]]));
      } finally {
        model.dispose();
      }
    },
  };
}

/** Changes one field of the JSON texts among the metadata, one of the metadata, or the list of tensors. */
function changeTensors(
  bytes: Uint8Array,
  seed: number,
  resealed: boolean,
  texts: readonly string[],
): Uint8Array {
  const { tensors, metadata } = decodeTensors(bytes, "sound");
  const changed = new Map<string, StoredTensor>(tensors);
  if (seed % 5 === 0) {
    const names = [...tensors.keys()];
    const one = names[seed % names.length]!;
    const other = names[(seed * 7 + 1) % names.length]!;
    const { shape, data } = tensors.get(one)!;
    if (seed % 3 === 0) changed.delete(one);
    else if (seed % 3 === 1) changed.set(one, { shape: [data.length], data });
    else {
      changed.set(other, { shape, data }); // Swapped parts.
      changed.set(one, tensors.get(other)!);
    }
  } else if (seed % 5 === 1) {
    const { sha256, ...words } = metadata;
    const damaged = Object.entries(damageField(words, seed) as Record<string, unknown>).map(
      ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)],
    );
    for (const key of Object.keys(metadata)) Reflect.deleteProperty(metadata, key);
    Object.assign(metadata, Object.fromEntries(damaged), { sha256 });
  } else {
    const key = texts[seed % texts.length]!;
    const value = JSON.parse(metadata[key]!) as object;
    if (Object.keys(value).length > 0) metadata[key] = JSON.stringify(damageField(value, seed));
  }
  if (!resealed) return encodeTensors(changed, metadata);
  Reflect.deleteProperty(metadata, "sha256");
  return encodeSealed(changed, metadata);
}

function digest(value: unknown): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "number" && !Number.isFinite(part)
        ? String(part)
        : ArrayBuffer.isView(part)
          ? Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("base64")
          : part,
    ),
  );
  return hash.digest("hex");
}
