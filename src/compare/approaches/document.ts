/* What the documents of all approaches have in common. */
import type {
  AlternateSpec,
  Decode,
  GraphSpec,
  HeadLayer,
  NodeSpec,
  StackItem,
  TrainingOptions,
  TrainingSpec,
} from "../../spec/language";
import { isOwn } from "../../spec/check/stacks";
import type { NormalApproachBase, NormalExperiment } from "../normal";

/** Names of the modules that hold the blocks. */
export type Block = "trunk" | "branch" | "gate";

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

/** The head of the gate. */
export function gateHead({ task }: NormalExperiment): HeadLayer {
  return { type: "head", target: task.gate };
}

/** The head that tells the classes of one group apart. */
export function groupHead({ task }: NormalExperiment, group: string): HeadLayer {
  return { type: "head", target: task.target, within: group };
}

/** How gate and branch become one answer, where that is not the default. */
export function decoding({ decode }: { readonly decode: Decode }): {
  select?: "all";
  merge?: "joint";
} {
  return decode === "joint" ? { select: "all", merge: "joint" } : {};
}

/** The document around an approach's nodes: only the blocks that these use become modules. */
export function graphDocument(
  experiment: NormalExperiment,
  approach: NormalApproachBase,
  shape: readonly number[],
  nodes: Record<string, NodeSpec>,
  training: Pick<TrainingSpec, "phases"> & { alternate?: AlternateSpec } = {},
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
    modules: usedModules(experiment, nodes),
    nodes,
    ...(Object.keys(plan).length > 0 ? { training: plan } : {}),
  };
}

function usedModules(
  { blocks }: NormalExperiment,
  nodes: Record<string, NodeSpec>,
): Record<string, StackItem[]> {
  const modules: Record<string, StackItem[]> = {};
  const used = new Set(Object.values(nodes).flatMap(stacksOf).flat());
  for (const block of ["trunk", "branch", "gate"] as const) {
    if (used.has(block)) modules[block] = [...blocks[block]];
  }
  return modules;
}

function stacksOf(node: NodeSpec): (readonly StackItem[])[] {
  if (isOwn(node)) return [];
  if ("layers" in node) return [node.layers];
  if (!("branches" in node)) return [];
  return Object.values(node.branches).map((branch) =>
    Array.isArray(branch) ? branch : "layers" in branch ? (branch.layers ?? []) : [],
  );
}
