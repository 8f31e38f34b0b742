/* What the documents of all approaches have in common. */
import type {
  AlternateSpec,
  BlockItem,
  Decode,
  GraphSpec,
  HeadLayer,
  HeadOptions,
  Merge,
  NodeSpec,
  Select,
  StackItem,
  TrainingOptions,
  TrainingSpec,
} from "../../spec/language";
import { isOwn } from "../../spec/check/stacks";
import { pointerTo } from "../../spec/pointer";
import type { NormalApproachBase, NormalExperiment } from "../normal";

/** Names of the modules that hold the blocks. */
export type Block = "trunk" | "branch" | "gate";

/** Layers that become a module, and where an author wrote them. */
export interface ModuleSource {
  readonly items: readonly BlockItem[];
  /** Pointer of the list that they stand in. */
  readonly list: string;
  /** How many of that list come before them. */
  readonly skipped: number;
}

/** The modules that the documents of an experiment may use, by name. */
export type ModuleSources = Readonly<Record<string, ModuleSource>>;

/** The blocks as modules. */
export function blockSources({ blocks }: NormalExperiment): Record<Block, ModuleSource> {
  const source = (block: Block): ModuleSource => ({
    items: blocks[block],
    list: pointerTo("/blocks", block),
    skipped: 0,
  });
  return { trunk: source("trunk"), branch: source("branch"), gate: source("gate") };
}

/**
 * A block as an item of a stack: the module that holds it. No item where the block is empty. The gate's block is
 * the module of the branches where it has none of its own.
 */
export function useBlock({ blocks }: NormalExperiment, block: Block): StackItem[] {
  if (blocks[block].length === 0) return [];
  return [block === "gate" && blocks.gateIsBranch ? "branch" : block];
}

/** The groups that need a branch: those of more than one class. */
export function branchedGroups({ task }: NormalExperiment): readonly string[] {
  return task.groups.filter(({ members }) => members.length > 1).map(({ name }) => name);
}

/** The head of the gate. @param implied what it is told where `heads` does not say otherwise */
export function gateHead(
  { task }: NormalExperiment,
  { heads }: NormalApproachBase,
  implied: HeadOptions = {},
): HeadLayer {
  return { type: "head", target: task.gate, ...implied, ...heads[task.gate] };
}

/** The head over all fine classes. @param implied what it is told where `heads` does not say otherwise */
export function fineHead(
  { task }: NormalExperiment,
  { heads }: NormalApproachBase,
  implied: HeadOptions = {},
): HeadLayer {
  return { type: "head", target: task.target, ...implied, ...heads[task.target] };
}

/** The head that tells the classes of one group apart. */
export function groupHead(
  { task }: NormalExperiment,
  { heads }: NormalApproachBase,
  group: string,
): HeadLayer {
  const options = heads[task.target] ?? {};
  const members = new Set(task.groups.find(({ name }) => name === group)?.members);
  return { type: "head", target: task.target, within: group, ...withinGroup(options, members) };
}

/** What is said of all fine classes, as a head over some of them can be told. */
function withinGroup(options: HeadOptions, members: ReadonlySet<string>): HeadOptions {
  const { classWeights } = options;
  if (typeof classWeights !== "object") return options;
  const own = Object.entries(classWeights).filter(([name]) => members.has(name));
  return { ...options, classWeights: Object.fromEntries(own) };
}

/** How gate and branch become one answer, where that is not the default. */
export function decoding({ decode }: { readonly decode: Decode }): { select?: Select; merge?: Merge } {
  if (typeof decode === "object") return { select: decode, merge: "joint" };
  const rules = {
    greedy: {},
    joint: { select: "all", merge: "joint" },
    masked: { merge: "masked" },
  } as const;
  return rules[decode];
}

/** The document around an approach's nodes: only the blocks that these use become modules. */
export function graphDocument(
  experiment: NormalExperiment,
  approach: NormalApproachBase,
  shape: readonly number[],
  nodes: Record<string, NodeSpec>,
  training: Pick<TrainingSpec, "phases"> & { alternate?: AlternateSpec } = {},
  modules: ModuleSources = blockSources(experiment),
): GraphSpec {
  const { task } = experiment;
  const plan: TrainingOptions & TrainingSpec = { ...approach.training, ...training };
  return {
    name: experiment.name === "" ? approach.name : `${experiment.name}: ${approach.name}`,
    inputs: { [task.input]: { shape: [...shape] } },
    targets: {
      [task.target]: { classes: [...task.classes] },
      [task.gate]: {
        groups: task.target,
        classes: Object.fromEntries(task.groups.map(({ name, members }) => [name, [...members]])),
      },
    },
    modules: usedModules(modules, nodes),
    nodes,
    ...(Object.keys(plan).length > 0 ? { training: plan } : {}),
  };
}

function usedModules(sources: ModuleSources, nodes: Record<string, NodeSpec>): Record<string, StackItem[]> {
  const used = new Set(stacksOf(nodes).flat());
  const modules = Object.entries(sources).filter(([name]) => used.has(name));
  return Object.fromEntries(modules.map(([name, { items }]) => [name, [...items]]));
}

/** The stacks of some nodes, those of networks within their branches too. */
function stacksOf(nodes: Record<string, NodeSpec>): (readonly StackItem[])[] {
  return Object.values(nodes).flatMap((node) => {
    if (isOwn(node)) return [];
    if ("layers" in node) return [node.layers];
    if (!("branches" in node)) return [];
    return Object.values(node.branches).flatMap((branch) =>
      Array.isArray(branch) ? [branch] : "nodes" in branch ? stacksOf(branch.nodes) : [branch.layers ?? []],
    );
  });
}
