/* Stacks with their modules written out: each step with its path and the path of its weights. */
import type { NormalBranch, NormalGraph, NormalItem, NormalNode } from "../spec/normal";
import { ownValue } from "./own-value";
import * as messages from "./messages";
import type { ProblemReport } from "./report";

/** One layer, saved model or head of a stack. */
export interface Step {
  readonly item: Exclude<NormalItem, { kind: "module" }>;
  /** `node/module/layer`. */
  readonly path: string;
  /** What its variables' paths begin with: `path`, or `modules/name/…` inside a shared module. */
  readonly weights: string;
  /** The shared module that it stands in. */
  readonly shared: string | undefined;
}

/** The steps of one node or one branch. */
export interface Stack {
  /** Path of the node or the branch. */
  readonly path: string;
  /** The name of the node that it belongs to. */
  readonly node: string;
  readonly branch: string | undefined;
  readonly spec: NormalBranch | Extract<NormalNode, { kind: "stack" }>;
  readonly steps: readonly Step[];
  /** False if a module in it could not be written out, so that steps are missing. */
  readonly whole: boolean;
}

/** Every stack of the graph, in the order of the spec. */
export function expandStacks(spec: NormalGraph, report: ProblemReport): Stack[] {
  return spec.nodes.flatMap((node): Stack[] => {
    if (node.kind === "stack") {
      const { name, items, single } = node;
      const content = expandStack(items, name, single, spec.modules, report);
      return [{ path: name, node: name, branch: undefined, spec: node, ...content }];
    }
    return node.branches.map((branch) => {
      const path = `${node.name}/${branch.key}`;
      const content = expandStack(branch.items, path, false, spec.modules, report);
      return { path, node: node.name, branch: branch.key, spec: branch, ...content };
    });
  });
}

function expandStack(
  items: readonly NormalItem[],
  base: string,
  single: boolean,
  modules: NormalGraph["modules"],
  report: ProblemReport,
): Pick<Stack, "steps" | "whole"> {
  const steps: Step[] = [];
  const before = report.errors();

  function visit(
    list: readonly NormalItem[],
    path: string,
    weights: string,
    shared: string | undefined,
    using: readonly string[],
    bare: boolean,
  ): void {
    for (const item of list) {
      const own = bare ? path : `${path}/${item.name}`;
      const ownWeights = bare ? weights : `${weights}/${item.name}`;
      if (item.kind !== "module") {
        steps.push({ item, path: own, weights: ownWeights, shared });
        continue;
      }
      const content = ownValue(modules, item.module);
      if (!content) {
        const known = Object.keys(modules);
        report.error(item.pointer, messages.unknownModule(item.module, known));
      } else if (using.includes(item.module)) {
        report.error(item.pointer, messages.moduleInItself([...using, item.module]));
      } else {
        const within = item.share ? `modules/${item.module}` : ownWeights;
        visit(content, own, within, item.share ? item.module : shared, [...using, item.module], false);
      }
    }
  }

  visit(items, base, base, undefined, [], single);
  return { steps, whole: report.errors() === before };
}
