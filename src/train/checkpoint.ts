import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import { decodeTensors, encodeTensors, readBytesSync, writeWhole, type StoredTensor } from "../files";
import type { HostWeights, Model } from "../model/model";
import type { TrainingOptions } from "../spec/language";
import type { StoppingState } from "./early-stopping";
import type { FigureSums } from "./figures";
import type { EpochRecord } from "./history";
import type { OptimizerState } from "./optimizer-state";

/** Where a run stands, apart from its tensors: plain JSON. */
export interface RunPosition {
  /** Number of the phase; the number of phases where the run is finished. */
  phase: number;
  /** Epochs of the phase that are complete. */
  epoch: number;
  /** Steps of the next epoch that are done. */
  step: number;
  /** Steps of the whole run that are done. */
  steps: number;
  sums: FigureSums;
  history: EpochRecord[];
  stopping: StoppingState;
  /** Seconds of training so far, in the current epoch and in all. */
  seconds: { epoch: number; total: number };
}

/** A run on disk: one safetensors file, whole or not at all. */
export interface Checkpoint {
  readonly position: RunPosition;
  readonly weights: HostWeights;
  readonly optimizer: ReadonlyMap<string, { clock: number; slots: StoredTensor[] }>;
  /** The weights of the best epoch of the phase, where early stopping keeps them. */
  readonly best: HostWeights | undefined;
}

const FORMAT = "espalier-checkpoint-1";

/** Says which run a checkpoint belongs to: network, data, seed and training options of its own (FNV-1a, 32 bits). */
export function fingerprint(
  model: Model,
  datasets: readonly (Dataset | undefined)[],
  seed: number,
  training?: TrainingOptions,
): string {
  let hash = 0x811c9dc5;
  const take = (bytes: Uint8Array): void => {
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  };
  const { spec } = model.graph;
  take(
    Buffer.from(
      JSON.stringify([
        { ...spec, view: undefined, name: undefined, description: undefined },
        seed,
        ...(training === undefined ? [] : [training]),
      ]),
    ),
  );
  for (const data of datasets) {
    if (!data) continue;
    for (const arrays of [
      Object.values(data.inputs).flatMap(({ data, rows }) => (rows ? [data, rows] : [data])),
      Object.values(data.labels),
      Object.values(data.tags),
    ]) {
      for (const array of arrays) take(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    }
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Writes where a run stands. */
export async function writeCheckpoint(
  file: string,
  key: string,
  position: RunPosition,
  model: Model,
  optimizer: OptimizerState | undefined,
  best: HostWeights | undefined,
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [path, value] of model.hostWeights()) tensors.set(`weights/${path}`, value);
  for (const [path, value] of best ?? []) tensors.set(`best/${path}`, value);
  const clocks: Record<string, number> = {};
  for (const [path, { clock, slots }] of optimizer?.entries ?? []) {
    clocks[path] = clock;
    slots.forEach((slot, i) =>
      tensors.set(`slots/${i}/${path}`, { shape: slot.shape, data: slot.dataSync<"float32">() }),
    );
  }
  await writeWhole(
    file,
    encodeTensors(tensors, {
      format: FORMAT,
      run: key,
      position: JSON.stringify(position),
      clocks: JSON.stringify(clocks),
    }),
  );
}

/**
 * Reads where a run stands; `undefined` where there is no such file.
 *
 * @throws EspalierError where the file belongs to another run, or is no checkpoint
 */
export function readCheckpoint(file: string, key: string): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = decodeTensors(readBytesSync(file), file);
  if (metadata["format"] !== FORMAT) {
    throw new EspalierError("this is not a checkpoint of a training run", { where: file });
  }
  if (metadata["run"] !== key) {
    throw new EspalierError(
      "this checkpoint belongs to a run with another network, other data or another seed",
      {
        where: file,
        hint: "name another file, delete this one, or pass resume: false to start over",
      },
    );
  }
  const clocks = JSON.parse(metadata["clocks"]!) as Record<string, number>;
  const optimizer = new Map(
    Object.entries(clocks).map(([path, clock]) => {
      const slots: StoredTensor[] = [];
      for (let slot; (slot = tensors.get(`slots/${slots.length}/${path}`));) slots.push(slot);
      return [path, { clock, slots }];
    }),
  );
  const part = (prefix: string): HostWeights =>
    new Map(
      [...tensors].flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      ),
    ) as HostWeights;
  const best = part("best/");
  return {
    position: JSON.parse(metadata["position"]!) as RunPosition,
    weights: part("weights/"),
    optimizer,
    best: best.size > 0 ? best : undefined,
  };
}

/** Puts the optimiser's state of a checkpoint in place. */
export function restoreOptimizer(state: OptimizerState, saved: Checkpoint["optimizer"]): void {
  for (const [path, { clock, slots }] of saved) {
    state.set(path, {
      clock,
      slots: slots.map(({ shape, data }) => tf.tensor(data.slice(), [...shape], "float32")),
    });
  }
}
