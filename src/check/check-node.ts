/* One call that checks everything that a kind promises, of whatever sort it is. */
import { useBackend } from "../backend";
import { EspalierError } from "../errors";
import { checkOptionKinds } from "../options";
import { ask, CheckTable, type PromiseRow } from "./check-table";
import * as network from "./layer-network";
import * as promises from "./layer-promises";
import { LayerRun } from "./layer-run";
import type { Promises } from "./sort";
import { sorts, type CheckedKind, type CheckedKinds } from "./sorts";
import { standingPromises } from "./standing";
import { compiledLayer, type GivenLayer } from "./subject";

/** An input of one sample, without the batch axis: its shape, float32 unless it says otherwise. */
export type CheckedInput =
  readonly number[] | { readonly shape: readonly number[]; readonly dtype?: "float32" | "int32" };

/** How a kind is checked. */
export interface CheckNodeOptions {
  /** Of weights, samples, draws and directions. Default 1. */
  readonly seed?: number;
}

/**
 * Checks what every layer promises, on values that are drawn: that it computes the shape that it declares; that its FLOPs
 * are a number; that the same seed and step give the same numbers; that both backends give the same; that its gradients are
 * those of finite differences; that a batch of one works, and no row depends on another; that it is saved and opened,
 * nested, left empty and trained without a trace.
 *
 * ```ts
 * await checkNode({ type: "dense", units: 3 }, [[5]]);
 * await checkNode("mine:spline", [[4, 2]]);
 * ```
 *
 * @param shapes of one sample of each input
 * @returns a table that shows itself; `kept` says whether all is kept that could be asked
 * @throws SpecError where the layer does not take such inputs
 */
export function checkNode(
  layer: GivenLayer,
  shapes: readonly CheckedInput[],
  options?: CheckNodeOptions,
): Promise<CheckTable>;
/**
 * The same for all other sorts of kinds, built-in or one's own, and for networks of them: what each promises by itself, and
 * that in a network it trains, is the same again with the same seed, goes on after an interruption, is saved and opened.
 *
 * ```ts
 * await checkNode({ loss: { type: "mine:quantile", level: 0.9 } });
 * await checkNode({ optimizer: "adam" });
 * await checkNode({ network: JSON.parse(readFileSync("pets.graph.json", "utf8")) });
 * ```
 *
 * @param kind of one sort: `loss`, `metric`, `weighting`, `optimizer`, `turns`, `scheduled` or `network`, as a spec writes it
 * @returns a table that shows itself; `kept` says whether all is kept that could be asked
 * @throws SpecError where a spec could not say so
 */
export function checkNode(kind: CheckedKind, options?: CheckNodeOptions): Promise<CheckTable>;
export async function checkNode(
  subject: GivenLayer | CheckedKind,
  ...rest: readonly (readonly CheckedInput[] | CheckNodeOptions | undefined)[]
): Promise<CheckTable> {
  const last = rest.at(-1);
  const options: CheckNodeOptions =
    last === undefined || Array.isArray(last) ? {} : (last as CheckNodeOptions);
  checkOptionKinds("checkNode", options, { seed: "number" });
  await useBackend();
  const { seed = 1 } = options;
  if (!isLayer(subject)) return checkKind(subject, seed);
  const [shapes] = rest;
  if (!Array.isArray(shapes)) {
    throw new EspalierError("checkNode needs the shapes of a layer's inputs", {
      hint: "write checkNode(layer, [[4, 2]]): for each input the shape of one sample",
    });
  }
  return checkLayer(subject, shapes as readonly CheckedInput[], seed);
}

const isLayer = (subject: GivenLayer | CheckedKind): subject is GivenLayer =>
  typeof subject === "string" || (typeof (subject as unknown) === "object" && "type" in subject);

function checkKind(kind: CheckedKind, seed: number): Promise<CheckTable> {
  const [sort, ...others] = Object.keys(kind);
  if (sort === undefined || others.length > 0 || !Object.hasOwn(sorts, sort)) {
    const known = Object.keys(sorts);
    const given = Object.keys(kind).map((key) => JSON.stringify(key));
    throw new EspalierError(
      `checkNode checks one kind, and this has the keys ${given.join(", ") || "of none"}`,
      {
        hint: `write one of ${known.map((key) => `{ ${key}: … }`).join(", ")}, or a layer and the shapes of its inputs`,
      },
    );
  }
  return checkSort(sort as keyof CheckedKinds, kind, seed);
}

async function checkSort<S extends keyof CheckedKinds>(
  sort: S,
  given: { readonly [Key in S]?: CheckedKinds[Key] },
  seed: number,
): Promise<CheckTable> {
  const spec = given[sort];
  if (spec === undefined) throw new EspalierError(`checkNode: there is no ${sort}`);
  const { name, promises: own, standing } = sorts[sort](spec, seed);
  return new CheckTable(name, [...(await askAll(own)), ...(await askAll(standingPromises(standing)))]);
}

function checkLayer(layer: GivenLayer, shapes: readonly CheckedInput[], seed: number): Promise<CheckTable> {
  const inputs = shapes.map((given) =>
    "shape" in given
      ? { shape: given.shape, dtype: given.dtype ?? "float32" }
      : { shape: given, dtype: "float32" as const },
  );
  const { node, variables } = compiledLayer(
    layer,
    inputs.map(({ shape, dtype }) => ({ shape: [1, ...shape], dtype })),
  );
  const run = new LayerRun(node, variables, inputs, seed);
  const asked: Promises = {
    shape: () => promises.shapeHolds(run),
    FLOPs: () => promises.flopsScale(run),
    determinism: () => promises.isDeterministic(run),
    "batch of one": () => promises.takesOneRow(run),
    "rows apart": () => promises.rowsAreApart(run),
    gradients: () => promises.gradientsAgree(layer, run.inputs, seed),
    backends: () => promises.backendsAgree(run),
    "saved and opened": () => network.opensAgain(run),
    "nested, empty, trained": () => network.trainsNested(run),
  };
  return askAll(asked).then((rows) => new CheckTable(node.layer.type, rows));
}

/** One after another: a promise may change the backend while it is asked. */
async function askAll(all: Promises): Promise<PromiseRow[]> {
  const rows: PromiseRow[] = [];
  for (const [promise, question] of Object.entries(all)) rows.push(await ask(promise, question));
  return rows;
}
