/* A route: its branches, and what they have in common at their end. */
import type { RouteNode as RouteSpec } from "../../spec/language";
import type { NormalBranch, NormalRoute } from "../../spec/normal";
import { filled } from "../../spec/normalise/defaults";
import { pointerTo } from "../../spec/pointer";
import type { End } from "./answers";
import { branchOfOne, checkAnswers, commonTarget, targetOf } from "./answers";
import type { Build } from "../build";
import { enter } from "../build";
import { checkKeys, wayOutBranch } from "./branch-keys";
import { branchMentions, branchSources, normalBranch } from "./branches";
import type { Decider } from "../deciders";
import { deciderKind, deciderLabel, deciderSource, resolveDecider, saysProbabilities } from "../deciders";
import type { Branch, ClassTarget, Node, RouteNode, Routing, RoutingNode, Selection } from "../ir";
import type { Value } from "../layers/kind";
import { merges, type MergedValue } from "../merges";
import * as messages from "../messages";
import type { StackIndex } from "../modules";
import type { NodeKind } from "./kind";
import { resolveMerge, resolveSelection } from "./route-rules";
import type { Scope } from "./sources";
import { sourceNames } from "./sources";
import { buildStack } from "./stack";
import { isRouting } from "../walk";

export const route: NodeKind<"route"> = {
  normalise(spec, { name, pointer, implied }) {
    const entering = sourceNames(spec.from, implied);
    return {
      kind: "route",
      name,
      pointer,
      by: typeof spec.by === "string" ? { head: spec.by } : { ...spec.by },
      branches: Object.entries(spec.branches).map(([key, branch]) =>
        normalBranch(key, branch, pointerTo(pointer, "branches", key), entering),
      ),
      ...rulesOf(spec),
      capacity: spec.capacity,
    };
  },
  mentions: (node) => [
    ...branchMentions(node),
    ...deciderKind(node.by)
      .mentions(node.by)
      .map((name) => ({ name, pointer: pointerTo(node.pointer, "by") })),
  ],
  needsFirst({ by, pointer }, heads) {
    const name = deciderKind(by).gate(by);
    const gate = name === undefined ? undefined : heads.find(name);
    // A gate inside a branch is another problem, which is reported when the route is built.
    if (!gate || gate.branch !== undefined) return [];
    return [{ name: gate.node, pointer: pointerTo(pointer, "by") }];
  },
  stacks: ({ name, branches }) =>
    branches.map((spec) => ({ path: `${name}/${spec.key}`, node: name, branch: spec.key, spec })),
  build(build, node, stacks) {
    const built = buildRoute(build, node, stacks);
    return built && { body: [built], output: built };
  },

  /**
   * Its branches' results. Where what the gate says enters the value, a gradient passes back to it; elsewhere it only
   * chooses.
   */
  sources({ by, branches, merge }, { decisions, active }) {
    const results = branches
      .filter(({ when }) => !active || (when[active.tag] ?? active.value) === active.value)
      .flatMap(({ output }) => output ?? []);
    const source = deciderSource(by);
    return source !== undefined && (decisions || weighs({ by, merge })) ? [...results, source] : results;
  },
  branchesRun: ({ select, merge, branches }) => branchesRun(select, merge, branches.length),
  answers: ({ answer }) => answer !== undefined,
  summary: ({ by, answer, select, merge }) =>
    `${answer || merge !== "putBack" ? `${wordsOf(select, merge)} ` : ""}by ${deciderLabel(by)}`,
  label: "",
  look: ({ by, answer, merge, select }) => ({
    text: answer
      ? `answer: ${answer.target}`
      : merge === "putBack"
        ? "chosen branch"
        : wordsOf(select, merge),
    ...(answer && { result: `${answer.classes.length} classes` }),
    isHead: answer !== undefined,
    by,
  }),
  asLayer: () => undefined,
};

/** Which branches run and how their values become one; the former word for both says the same. */
function rulesOf(spec: RouteSpec): Pick<NormalRoute, "select" | "merge"> {
  if (spec.decode === "joint") return { select: "all", merge: "joint" };
  return { select: filled("RouteNode", spec, "select").select, merge: spec.merge };
}

/** Whether what the gate says enters the value, so that a gradient passes back to it. */
const weighs = ({ by, merge }: Pick<Routing, "by" | "merge">): boolean =>
  merges[merge].needs !== undefined && saysProbabilities(by);

function branchesRun(select: Selection, merge: Routing["merge"], count: number): ReturnType<BranchesRun> {
  if (merge === "masked" || select.kind === "all") return "all";
  if (select.kind === "first") return 1;
  if (select.kind === "top") return select.count;
  const { otherwise } = select;
  const most = otherwise.kind === "all" ? count : otherwise.kind === "top" ? otherwise.count : 1;
  return { least: 1, most };
}

type BranchesRun = NodeKind<"route">["branchesRun"];

/** What a summary calls the rules of a route. */
function wordsOf(select: Selection, merge: Routing["merge"]): string {
  if (merge === "putBack")
    return select.kind === "atLeast" ? `greedy at least ${select.probability}` : "greedy";
  if (select.kind === "top") return `${merge} top ${select.count}`;
  if (select.kind === "atLeast") return `${merge} at least ${select.probability}`;
  return merge;
}

interface BuiltBranch {
  readonly spec: NormalBranch;
  readonly sources: readonly Value[];
  readonly body: readonly Node[];
  readonly output: Value;
  /** The head that it ends in, or the route whose answer it is. */
  readonly end: End | undefined;
}

/** The node of a route; `undefined` if it has a problem (reported), or what it stands on has one. */
function buildRoute(build: Build, route: NormalRoute, stacks: StackIndex): RouteNode | undefined {
  if (route.branches.length === 0) {
    build.report.error(pointerTo(route.pointer, "branches"), messages.noBranches());
    return undefined;
  }
  const known = resolveDecider(build, route);
  const decider = known && withWayOut(route, known);
  // Branches are looked at even where nobody decides, so that their own problems show at once.
  const missing = decider && checkKeys(build, route, decider);
  const built = route.branches.map((branch) => buildBranch(build, route, branch, decider, stacks));
  const branches = built.filter((branch) => branch !== undefined);
  const select = decider && resolveSelection(build, route, decider);
  if (!decider || !missing || !select || branches.length < built.length) return undefined;

  const common = commonTarget(
    build,
    branches.map((branch) => branch.end),
  );
  if (!common && mixesAnswers(build, branches)) return undefined;
  const merge = resolveMerge(build, route, decider, select, common);
  if (!merge) return undefined;
  const answer = merges[merge].answers === "never" ? undefined : common;
  const result = answer
    ? { shape: [answer.classes.length], dtype: "float32" as const }
    : commonValue(build, branches, merge);
  const all = result && allBranches(build, route, decider, branches, missing, answer);
  if (!all || (answer && merge === "masked" && sharesClasses(build, route, all, answer))) return undefined;
  if (answer) checkAnswers(build, route, decider, all, answer);
  const { by } = decider;
  const source = deciderSource(by);
  return enter(build, {
    kind: "route",
    path: route.name,
    pointer: route.pointer,
    inputs: [
      ...new Set([
        ...branches.flatMap(outside),
        ...(source !== undefined && weighs({ by, merge }) ? [source] : []),
      ]),
    ],
    shape: result.shape,
    dtype: result.dtype,
    variables: [],
    flops: all.flatMap(({ body }) => body).reduce((sum, node) => sum + node.flops, 0),
    by,
    branches: all,
    select,
    merge,
    capacity: mayOverflow(select, route.capacity),
    answer: answer && { target: answer.name, classes: answer.classes },
  });
}

/** A capacity means nothing where every branch takes every sample. */
const mayOverflow = (select: Selection, capacity: NormalRoute["capacity"]): RouteNode["capacity"] =>
  select.kind === "all" ? undefined : capacity;

/** The decider, with the branch that it does not know behind its own. */
function withWayOut(route: NormalRoute, decider: Decider): Decider {
  const extra = wayOutBranch(route, decider);
  if (extra === undefined) return decider;
  const keys = [...decider.keys, extra];
  return { ...decider, keys, numbers: new Map(keys.map((key, number) => [key, number])) };
}

/** Where several branches are possible at once, no class may be in two of them: its logit would be two. */
function sharesClasses(
  build: Build,
  route: NormalRoute,
  branches: readonly Branch[],
  answer: ClassTarget,
): boolean {
  const members = branches.flatMap((branch) => branch.members ?? []);
  const twice = members.find((member, i) => members.indexOf(member) < i);
  if (twice === undefined) return false;
  build.report.error(
    pointerTo(route.pointer, "merge"),
    messages.maskedTwice(answer.classes[twice] ?? String(twice)),
  );
  return true;
}

function buildBranch(
  build: Build,
  route: NormalRoute,
  spec: NormalBranch,
  decider: Decider | undefined,
  stacks: StackIndex,
): BuiltBranch | undefined {
  const stack = stacks.get(spec);
  if (!stack || (decider && !decider.numbers.has(spec.key))) return undefined;
  const sources = branchSources(build, route, spec, scopeOf(decider, spec.key));
  const result = sources && buildStack(build, stack, sources);
  if (!result) return undefined;
  const last = build.nodes.get(result.output.path);
  return { spec, sources, ...result, end: last && endOf(last) };
}

/** What can give an answer: a head, or a route that answers. */
function endOf(last: Node): End | undefined {
  if (last.kind === "head") return last;
  return isRouting(last) && last.answer ? last : undefined;
}

/** Whether some branch is the answer of another route and another branch is not of that kind: probabilities beside logits. */
function mixesAnswers(build: Build, branches: readonly BuiltBranch[]): boolean {
  const answering = branches.find(({ end }) => isRouting(end));
  if (!answering) return false;
  const target = targetOf(answering.end);
  const other = branches.find(({ end }) => targetOf(end) !== target);
  // A target of values has no answers; nor is there one to come where this target has a problem.
  if (!other) return false;
  build.report.error(
    other.spec.pointer,
    messages.answersMixed(answering.spec.key, target ?? "", other.spec.key, targetOf(other.end)),
  );
  return true;
}

function scopeOf(decider: Decider | undefined, key: string): Scope {
  if (!decider) return "unknown";
  return "tag" in decider.by ? { tag: decider.by.tag, value: decider.numbers.get(key) ?? -1 } : "all";
}

/** Shape and type of the branches' values as one; `undefined` (and a problem) if they do not fit. */
function commonValue(
  build: Build,
  branches: readonly BuiltBranch[],
  merge: Routing["merge"],
): MergedValue | undefined {
  const value = merges[merge].value(
    branches.map(({ spec, output, end }) => ({ key: spec.key, ...output, target: targetOf(end) })),
  );
  if (!("branch" in value)) return value;
  build.report.error(branches[value.branch]!.spec.pointer, value.message);
  return undefined;
}

/** All branches by number, with those that need not be written; `undefined` (and problems) if one is missing. */
function allBranches(
  build: Build,
  route: NormalRoute,
  decider: Decider,
  branches: readonly BuiltBranch[],
  missing: readonly number[],
  answer: ClassTarget | undefined,
): Branch[] | undefined {
  const all = branches.map(({ spec, body, output, end }): Branch => {
    const index = decider.numbers.get(spec.key) ?? -1;
    const members = answer && (isRouting(end) ? answeredBy(end) : end?.members);
    const path = `${route.name}/${spec.key}`;
    const when = "tag" in decider.by ? { [decider.by.tag]: index } : {};
    return { key: spec.key, index, path, body, output: output.path, members, when };
  });
  let complete = true;
  for (const index of missing) {
    const key = decider.keys[index] ?? String(index);
    const branch = answer && branchOfOne(build, route, decider, index, answer);
    if (branch) {
      all.push(branch);
      continue;
    }
    complete = false;
    build.report.error(pointerTo(route.pointer, "branches", key), messages.missingBranch(decider, key));
  }
  return complete ? all.sort((a, b) => a.index - b.index) : undefined;
}

/** The classes that a route can answer, by number. */
function answeredBy(route: RoutingNode): number[] {
  return [...new Set(route.branches.flatMap(({ members }) => members ?? []))].sort((a, b) => a - b);
}

/** Paths of the values from outside that enter a branch, or are its result. */
function outside({ sources }: BuiltBranch): string[] {
  return sources.map((source) => source.path);
}
