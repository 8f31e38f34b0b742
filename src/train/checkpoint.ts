/* A run on disk: read back to the last bit, or refused. `docs/files.md` describes the file. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { dataKey } from "../data/data-key";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import {
  damaged,
  encodeSealed,
  parseJson,
  readBytesSync,
  TensorFile,
  writeWhole,
  type StoredTensor,
} from "../files";
import type { Graph, Phase, Variable } from "../graph/ir";
import { slotsOf } from "../graph/optimizers";
import { optimizerOf } from "../graph/plan/settings";
import { bindData } from "../model/bind-data";
import type { HostWeights, Model } from "../model/model";
import { checkTensors, readWeights } from "../model/stored-weights";
import type { TrainingOptions } from "../spec/language";
import { ownTexts } from "../spec/own-forms";
import { learnedPaths, statePaths, weightingOf } from "../weighting";
import { faultOfPosition } from "./check-position";
import type { OptimizerState } from "./optimizer-state";
import { restorePosition, storePosition, type RunPosition } from "./position";
import type { WeightingState } from "./weighting-state";

/** A run on disk: one safetensors file, whole or not at all. */
export interface Checkpoint {
  readonly position: RunPosition;
  readonly weights: HostWeights;
  readonly optimizer: ReadonlyMap<string, { clock: number; slots: StoredTensor[] }>;
  /** The running means of the weights. */
  readonly average: HostWeights;
  /** What the phase's weighting has learned and kept. */
  readonly weighting: HostWeights;
  /** The weights of the best epoch of the phase, where early stopping keeps them. */
  readonly best: HostWeights | undefined;
}

const FORMAT = "espalier-checkpoint-3";

/** Formats of earlier versions, and why a run does not go on from them. */
const earlierFormats: ReadonlyMap<string | undefined, string> = new Map([
  ["espalier-checkpoint-1", "and its numbers were others"],
  ["espalier-checkpoint-2", "and knew its data by another hash"],
]);

const KEYS = ["format", "run", "position", "clocks", "sha256"];

/** Says which run a checkpoint belongs to: network, data, seed and training options of its own, as SHA-256. */
export function fingerprint(
  model: Model,
  datasets: readonly (Dataset | undefined)[],
  seed: number,
  training?: TrainingOptions,
): string {
  const hash = createHash("sha256");
  const spec = { ...model.graph.spec, view: undefined, name: undefined, description: undefined };
  hash.update(JSON.stringify([spec, seed, ...(training === undefined ? [] : [training])]));
  for (const text of ownTexts([spec, training])) hash.update(text);
  for (const given of datasets) {
    // Bound, the numbers of tags are the network's: what the data call them decides nothing.
    hash.update(given ? dataKey({ ...bindData(model.graph, given), tagValues: undefined }) : "no data");
  }
  return hash.digest("hex").slice(0, 32);
}

/** What a phase keeps that has begun and is not over. */
export interface PhaseState {
  readonly optimizer: OptimizerState;
  readonly weighting: WeightingState;
  /** The weights of the best epoch so far. */
  readonly best: HostWeights | undefined;
}

/** Writes where a run stands; without a `state` between two phases. */
export async function writeCheckpoint(
  file: string,
  key: string,
  position: RunPosition,
  model: Model,
  state?: PhaseState,
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [path, value] of model.hostWeights()) tensors.set(`weights/${path}`, value);
  for (const [path, value] of state?.weighting.host() ?? []) tensors.set(path, value);
  for (const [path, value] of state?.optimizer.average?.host() ?? []) tensors.set(`average/${path}`, value);
  for (const [path, value] of state?.best ?? []) tensors.set(`best/${path}`, value);
  const clocks: [string, number][] = [];
  for (const [path, { clock, slots }] of state?.optimizer.entries ?? []) {
    clocks.push([path, clock]);
    slots.forEach((slot, i) =>
      tensors.set(`slots/${i}/${path}`, { shape: slot.shape, data: slot.dataSync<"float32">() }),
    );
  }
  await writeWhole(
    file,
    encodeSealed(tensors, {
      format: FORMAT,
      run: key,
      position: JSON.stringify(storePosition(position)),
      clocks: JSON.stringify(Object.fromEntries(clocks)),
    }),
  );
}

/**
 * Reads where a run stands; `undefined` where there is no such file.
 *
 * @throws EspalierError where the file belongs to another run, is no checkpoint, or is not to the last bit what was written
 */
export function readCheckpoint(file: string, key: string, graph: Graph): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const tensors = new TensorFile(readBytesSync(file, { limit: "modelBytes" }), file);
  const { metadata } = tensors;
  checkFormat(tensors, file);
  if (metadata["run"] !== key) {
    throw new EspalierError(
      "this checkpoint belongs to another run: its network, data, validation data, seed or training options are not these",
      {
        where: file,
        hint: "train with the same ones to go on; or name another file, delete this one, or pass resume: false to start over",
      },
    );
  }
  const written = parseJson(metadata["position"]!, file, "its position");
  const position = restorePosition(written, file);
  const fault = faultOfPosition(graph, position);
  if (fault !== undefined) throw damaged(`${fault}: no run of this plan stands there`, file);
  const phase = graph.phases[position.phase];
  const clocks = readClocks(metadata["clocks"]!, graph, position, file);
  checkTensors(tensors.entries, tensorsOf(graph, position, clocks, tensors), file);
  const optimizer = new Map(
    [...clocks].map(([path, clock]) => {
      const slots = slotNames(phase, path).map((_, i) => {
        const entry = tensors.entries.find(({ name }) => name === `slots/${i}/${path}`)!;
        return tensors.read(entry);
      });
      return [path, { clock, slots }];
    }),
  );
  const kept = readWeights(tensors, "best/", file);
  return {
    position,
    weights: readWeights(tensors, "weights/", file),
    optimizer,
    average: readWeights(tensors, "average/", file),
    weighting: new Map(
      [...readWeights(tensors, "weighting/", file)].map(([path, value]) => [`weighting/${path}`, value]),
    ),
    best: kept.size > 0 ? kept : undefined,
  };
}

function checkFormat(file: TensorFile, where: string): void {
  const { metadata } = file;
  const reason = earlierFormats.get(metadata["format"]);
  if (reason !== undefined) {
    throw new EspalierError(`an earlier version of Espalier wrote this checkpoint, ${reason}`, {
      where,
      hint: "finish the run with that version, or delete the file (or pass resume: false) to start over",
    });
  }
  if (metadata["format"] !== FORMAT) {
    throw new EspalierError("this is not a checkpoint of a training run", { where });
  }
  file.verify();
  if (KEYS.some((key) => metadata[key] === undefined) || Object.keys(metadata).length !== KEYS.length)
    throw damaged(`its metadata are not those of ${metadata["format"]}`, where);
}

/** How many updates each variable had: variables that the phase trains, at least one and at most all steps. */
function readClocks(
  text: string,
  graph: Graph,
  position: RunPosition,
  where: string,
): ReadonlyMap<string, number> {
  const clocks = new Map(Object.entries(parseJson(text, where, "its list of clocks")));
  const phase = graph.phases[position.phase];
  const trained = new Set([...(phase?.train ?? []), ...numbersIn(graph, phase, learnedPaths)]);
  for (const [path, clock] of clocks) {
    const sound =
      Number.isSafeInteger(clock) && (clock as number) >= 1 && (clock as number) <= position.steps;
    if (!sound) throw damaged(`its clock of ${path} is no number of steps that the run has done`, where);
    if (!trained.has(path)) throw damaged(`it has a clock of ${path}, which the phase does not train`, where);
  }
  return clocks as ReadonlyMap<string, number>;
}

const slotNames = (phase: Phase | undefined, path: string): readonly string[] =>
  phase ? slotsOf(optimizerOf(phase, path)) : [];

/** Paths of the numbers that a phase's weighting has: those that it learns (`learnedPaths`), or all (`statePaths`). */
function numbersIn(
  { heads }: Pick<Graph, "heads">,
  phase: Phase | undefined,
  paths: typeof learnedPaths,
): string[] {
  if (!phase) return [];
  const own = heads.filter(({ path }) => phase.heads.includes(path));
  return [...paths(weightingOf(phase.weighting), own).keys()];
}

/** Names and shapes of the tensors that a checkpoint at this place has. */
function tensorsOf(
  graph: Graph,
  { phase: number, epoch, step, stopping }: RunPosition,
  clocks: ReadonlyMap<string, number>,
  { entries }: TensorFile,
): Map<string, readonly number[]> {
  const { variables } = graph;
  const phase = graph.phases[number];
  const wanted = new Map<string, readonly number[]>();
  for (const { path, shape } of variables.values()) wanted.set(`weights/${path}`, shape);
  for (const path of clocks.keys()) {
    slotNames(phase, path).forEach((_, i) =>
      wanted.set(`slots/${i}/${path}`, variables.get(path)?.shape ?? []),
    );
  }
  for (const path of phase?.average ? clocks.keys() : []) {
    const variable = variables.get(path);
    if (variable) wanted.set(`average/${path}`, variable.shape);
  }
  if (epoch + step > 0) for (const path of numbersIn(graph, phase, statePaths)) wanted.set(path, []);
  // The best epoch's weights are all there or not at all: before the first epoch ended there is no best one.
  const best = stopping.best !== undefined || entries.some(({ name }) => name.startsWith("best/"));
  if (phase?.earlyStopping?.restoreBest && best) {
    for (const { path, shape } of trainedVariables({ variables }, phase)) wanted.set(`best/${path}`, shape);
  }
  return wanted;
}

/** The variables that a phase can change: what it trains, and the moving statistics beside it. */
export function trainedVariables({ variables }: Pick<Graph, "variables">, phase: Phase): Variable[] {
  const trained = new Set(phase.train);
  return [...variables.values()].filter(({ path, trainable }) => trained.has(path) || !trainable);
}

/** Puts the optimiser's state of a checkpoint in place. */
export function restoreOptimizer(
  state: OptimizerState,
  saved: Pick<Checkpoint, "optimizer" | "average">,
): void {
  state.average?.restore(saved.average);
  for (const [path, { clock, slots }] of saved.optimizer) {
    state.set(path, {
      clock,
      slots: slots.map(({ shape, data }) => tf.tensor(data.slice(), [...shape], "float32")),
    });
  }
}
