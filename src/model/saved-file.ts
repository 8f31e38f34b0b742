/* A saved model's bytes -> its network and weights, each part checked before the next one rests on it. */
import { EspalierError } from "../errors";
import { damaged, parseJson, TensorFile } from "../files";
import { compileGraph, list, normaliseGraph } from "../graph";
import { undefinedOf } from "../graph/own-kinds";
import type { Graph, LoadedStack } from "../graph/ir";
import { ownRooms } from "../open-table";
import { parseGraph, SpecError, type Problem } from "../spec";
import type { HostWeights } from "./model";
import { checkTensors, readWeights } from "./stored-weights";
import { readStack } from "./stored-stack";
import { specOfVersion1 } from "./version-1";

/** What is written. */
export const FORMAT = "espalier-model-2";

/** In the metadata of a model with kinds of one's own: their names by room, as JSON. */
export const NEEDS = "needs";

const VERSION_1 = "espalier-model-1";

/** What the metadata of each version hold: these keys, and no others. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  [VERSION_1]: ["format", "name", "seed", "graph", "stacks"],
  [FORMAT]: ["format", "name", "seed", "graph", "stacks", "sha256"],
};

export interface SavedModel {
  readonly graph: Graph;
  readonly weights: HostWeights;
  readonly stacks: Readonly<Record<string, LoadedStack>>;
  readonly seed: number;
}

/**
 * Reads a saved model of this version, or of version 1, which has no checksum.
 *
 * @throws EspalierError, SpecError where anything of it is not as it was saved
 */
export function readSavedModel(bytes: Uint8Array, where: string): SavedModel {
  const file = new TensorFile(bytes, where);
  const metadata = metadataOf(file, where);
  checkNeeds(metadata[NEEDS], where);
  const stacks = readStacks(metadata["stacks"]!, where);
  const graph = readNetwork(textOf(metadata, where), stacks, where);
  checkTensors(
    file.entries,
    new Map([...graph.variables.values()].map(({ path, shape }) => [path, shape])),
    where,
  );
  return { graph, stacks, seed: readSeed(metadata["seed"]!, where), weights: readWeights(file, "", where) };
}

function metadataOf(file: TensorFile, where: string): Readonly<Record<string, string>> {
  const { metadata } = file;
  const format = metadata["format"] ?? "";
  const keys = Object.hasOwn(KEYS, format) ? KEYS[format] : undefined;
  if (!keys) {
    const later = format.startsWith("espalier-model-");
    throw new EspalierError(
      later
        ? `this model has the format ${JSON.stringify(format.slice(0, 40))}, which this version does not know`
        : "this safetensors file is not a saved Espalier model",
      { where, ...(later && { hint: "open it with the version of Espalier that saved it, or a later one" }) },
    );
  }
  if (format === FORMAT) file.verify();
  const missing = keys.find((key) => metadata[key] === undefined);
  const extra = Object.keys(metadata).find((key) => !keys.includes(key) && key !== NEEDS);
  if (missing !== undefined || extra !== undefined)
    throw damaged(`its metadata are not those of ${format}`, where);
  return metadata;
}

/** Refuses a model with kinds of one's own that are not defined here, before its network is read. */
function checkNeeds(text: string | undefined, where: string): void {
  if (text === undefined) return;
  const needs = parseJson(text, where, "its list of kinds of one's own");
  const sound = Object.values(needs).every(
    (names) => Array.isArray(names) && names.every((name) => typeof name === "string"),
  );
  if (!sound) throw damaged("its list of kinds of one's own is none", where);
  const missing = undefinedOf(needs);
  if (missing.length === 0) return;
  const named = missing.map(({ room, name }) => `the ${ownRooms[room].noun} ${JSON.stringify(name)}`);
  const calls = missing.map(({ room, name }) => `${ownRooms[room].define}(${JSON.stringify(name)}, …)`);
  throw new EspalierError(`the model needs ${list(named)}, not defined here`, {
    where,
    hint: `call ${list(calls)} first, as it was where the model was saved`,
  });
}

/** The text of its spec. */
function textOf({ format, graph }: Readonly<Record<string, string>>, where: string): string {
  if (format === FORMAT) return graph!;
  return JSON.stringify(specOfVersion1(parseJson(graph!, where, "its network"), where));
}

function readStacks(text: string, where: string): Record<string, LoadedStack> {
  const stacks = parseJson(text, where, "its list of loaded models");
  return Object.fromEntries(Object.entries(stacks).map(([model, stack]) => [model, readStack(stack, where)]));
}

function readNetwork(text: string, stacks: Readonly<Record<string, LoadedStack>>, where: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.spec) throw new SpecError(parsed.problems.map(withoutPlace), where);
  const load = (model: string): LoadedStack => {
    if (Object.hasOwn(stacks, model)) return stacks[model]!;
    throw new EspalierError(`the file does not hold the loaded model ${JSON.stringify(model)}`);
  };
  const { graph, problems } = compileGraph(normaliseGraph(parsed.spec), { load });
  if (!graph) throw new SpecError(problems, where);
  return graph;
}

/** Lines and columns of a text inside of a file of numbers help nobody. */
function withoutPlace(problem: Problem): Problem {
  const bare = { ...problem };
  Reflect.deleteProperty(bare, "position");
  return bare;
}

function readSeed(text: string, where: string): number {
  const seed = Number(text);
  if (text !== String(seed) || !Number.isFinite(seed)) throw damaged("its seed is not a number", where);
  return seed;
}
