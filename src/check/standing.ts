/* What every kind promises inside of a network that is trained: the same numbers again, also after an interruption. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { Dataset } from "../data";
import { normaliseGraph } from "../graph";
import { build, openModel, saveModel, understandGraph, type HostWeights } from "../model";
import type { GraphSpec } from "../spec";
import { train } from "../train";
import { notAsked, type Finding } from "./check-table";
import { fail, sameOnBackends, type Promises, type Standing } from "./sort";

/** As far as a short training may differ on two backends. */
const closeTrained = 1e-3;

/** What a training left. */
interface Trained {
  readonly weights: HostWeights;
  readonly figures: readonly number[];
  readonly steps: number;
  /** Tensors that nobody disposed. */
  readonly left: number;
}

async function trained({ spec, samples }: Standing): Promise<Trained> {
  const model = await build(spec);
  try {
    const before = tf.memory().numTensors;
    const { history, steps } = await train(model, samples, { interruptible: false });
    const left = tf.memory().numTensors - before;
    const figures = history.flatMap((record) => Object.values(record.figures));
    return { weights: model.hostWeights(), figures, steps, left };
  } finally {
    model.dispose();
  }
}

/** The variable in which two trainings ended otherwise, to the bit. */
function otherwise(one: HostWeights, other: HostWeights): string | undefined {
  for (const [path, { data }] of one) {
    const same = other.get(path)!.data;
    if (!data.every((value, i) => Object.is(value, same[i]))) return path;
  }
  return undefined;
}

/** Promises of a kind by the network in which it stands. */
export function standingPromises(standing: Standing): Promises {
  const saved: Promises = { "saved and opened": () => survivesSaving(standing.spec, standing.samples) };
  if (understandGraph(standing.spec).graph.phases.length === 0)
    return { trained: () => notAsked("there is nothing to train"), ...saved };
  let training: Promise<Trained> | undefined;
  const once = (): Promise<Trained> => (training ??= trained(standing));
  return {
    trained: async () => {
      const { weights, figures, steps, left } = await once();
      if (left !== 0) fail(`${left} tensors stay behind`);
      const broken = [...weights].find(([, { data }]) => !data.every(Number.isFinite));
      if (broken) fail(`${broken[0]} is not finite after training`);
      if (!figures.every(Number.isFinite)) fail("a figure of the training is not finite");
      return { detail: `${steps} steps, all finite, no tensor left` };
    },
    "same seed, same numbers": async () => {
      const path = otherwise((await once()).weights, (await trained(standing)).weights);
      if (path !== undefined) fail(`the same training again ends otherwise in ${path}`);
      return { detail: "to the bit" };
    },
    "interrupted and resumed": async () => resumes(standing, await once()),
    ...saved,
    "backends in training": () =>
      sameOnBackends(async () => {
        const { weights } = await trained(standing);
        return Object.fromEntries([...weights].map(([path, { data }]) => [`in ${path}`, data]));
      }, closeTrained),
  };
}

/** A run that stopped half-way and goes on from its checkpoint ends in the same numbers. */
async function resumes({ spec, samples }: Standing, { weights, steps }: Trained): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-check-"));
  const checkpoint = join(folder, "run.checkpoint");
  const half = Math.max(1, Math.floor(steps / 2));
  try {
    const stop = new AbortController();
    let done = 0;
    const [before, after] = [await build(spec), await build(spec)];
    try {
      const onStep = () => {
        if (++done === half) stop.abort();
      };
      await train(before, samples, { checkpoint, signal: stop.signal, onStep, interruptible: false });
      const { steps: all } = await train(after, samples, { checkpoint, interruptible: false });
      if (all !== steps) fail(`${all} steps in all, not ${steps}`);
      const path = otherwise(weights, after.hostWeights());
      if (path !== undefined) fail(`after step ${half} it goes on otherwise, in ${path}`);
    } finally {
      before.dispose();
      after.dispose();
    }
    return { detail: `after ${half} of ${steps} steps, to the bit` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The normal form is plain JSON and says what it says again; a saved model opens to the same answers. */
export async function survivesSaving(spec: GraphSpec, samples: Dataset): Promise<Finding> {
  const normal = JSON.stringify(normaliseGraph(spec));
  if (JSON.stringify(normaliseGraph(JSON.parse(JSON.stringify(spec)) as GraphSpec)) !== normal)
    throw new Error("its spec as text has another normal form");
  const folder = mkdtempSync(join(tmpdir(), "espalier-check-"));
  const model = await build(spec);
  try {
    const file = join(folder, "checked.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    const [before, after] = [model, opened].map((one) => JSON.stringify(one.predict(samples).heads));
    const same = JSON.stringify(opened.graph.spec) === JSON.stringify(model.graph.spec);
    opened.dispose();
    if (before !== after) fail("the opened model answers otherwise");
    if (!same) fail("the opened model has another spec");
    return { detail: "normal form, file" };
  } finally {
    model.dispose();
    rmSync(folder, { recursive: true });
  }
}
