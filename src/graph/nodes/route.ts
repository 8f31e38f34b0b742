/* A route: its branches, and what they have in common at their end. */
import type { RouteNode as RouteSpec } from "../../spec/language";
import type { NormalBranch, NormalRoute } from "../../spec/normal";
import { nameProblems } from "../../spec/check/names";
import { filled } from "../../spec/normalise/defaults";
import { pointerTo } from "../../spec/pointer";
import type { End } from "./answers";
import { branchOfOne, checkAnswers, commonTarget, meant, targetOf } from "./answers";
import type { Build, Group, Scope } from "../build";
import { enter, hasRoom, insideBranch, isFull, pathOf, placeOf } from "../build";
import { scheduledRange } from "../scheduled";
import { checkKeys, wayOutBranch } from "./branch-keys";
import { branchMentions, branchSources, normalBranch, openTarget } from "./branches";
import { OTHERS, type Decider } from "../deciders";
import {
  deciderKind,
  deciderLabel,
  deciderNumbers,
  deciderSource,
  resolveDecider,
  saysNumbers,
  saysProbabilities,
} from "../deciders";
import type { Branch, ClassTarget, Node, RouteNode, Routing, RoutingNode, Selection } from "../ir";
import type { Value } from "../layers/kind";
import { merges, type MergedValue } from "../merges";
import * as messages from "../messages";
import { placeIn } from "../names";
import type { BranchesRun, NodeKind } from "./kind";
import { resolveMerge, resolveSelection } from "./route-rules";
import { sourceNames } from "./sources";
import { buildStack } from "./stack";
import { isRouting, nodesWithin } from "../walk";

export const route: NodeKind<"route"> = {
  normalise(spec, { name, pointer, implied, network }) {
    const entering = sourceNames(spec.from, implied);
    return {
      kind: "route",
      name,
      pointer,
      by: typeof spec.by === "string" ? { head: spec.by } : { ...spec.by },
      branches: Object.entries(spec.branches).map(([key, branch]) =>
        normalBranch(key, branch, pointerTo(pointer, "branches", key), entering, network),
      ),
      ...rulesOf(spec),
      capacity: spec.capacity,
      teacherForcing: filled("RouteNode", spec, "teacherForcing").teacherForcing,
    };
  },
  mentions: (node) => [
    ...branchMentions(node),
    ...deciderKind(node.by)
      .mentions(node.by)
      .map((name) => ({ name, pointer: pointerTo(node.pointer, "by") })),
  ],
  needsFirst({ by, pointer }) {
    const name = deciderKind(by).gate(by);
    return name === undefined ? [] : [{ name, pointer: pointerTo(pointer, "by") }];
  },
  stacks: ({ branches }) => branches,
  build(build, node) {
    const built = buildRoute(build, node);
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
  branchesRun,
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

function branchesRun({ by, select, merge, branches }: RouteNode): BranchesRun {
  const count = branches.length;
  if (merge === "masked") return "all";
  const numbers = deciderNumbers(by);
  if (numbers) return constantShares(numbers, select);
  // A mask may rule out all but one of them, or that one too.
  if (select.kind === "all") return saysNumbers(by) ? { least: count, most: count } : "all";
  if (select.kind === "first") return 1;
  if (select.kind === "top") return Math.min(select.count, count);
  const { otherwise } = select;
  const most = otherwise.kind === "all" ? count : otherwise.kind === "top" ? otherwise.count : 1;
  return { least: 1, most };
}

/** 1 for each branch that runs where the same numbers decide for every sample: the largest first, none that is 0. */
function constantShares(numbers: readonly number[], select: Selection): readonly number[] {
  const ranked = numbers.flatMap((number, index) => (number > 0 ? index : []));
  ranked.sort((a, b) => numbers[b]! - numbers[a]!);
  const count = select.kind === "all" ? ranked.length : select.kind === "top" ? select.count : 1;
  const runs = new Set(ranked.slice(0, count));
  return numbers.map((_, index) => Number(runs.has(index)));
}

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
  readonly body: readonly Node[];
  readonly output: Value;
  /** The head that it ends in, or the route whose answer it is. */
  readonly end: End | undefined;
}

/** The node of a route; `undefined` if it has a problem (reported), or what it stands on has one. */
function buildRoute(build: Build, route: NormalRoute): RouteNode | undefined {
  if (isFull(build)) return undefined;
  if (route.branches.length === 0) {
    build.report.error(pointerTo(route.pointer, "branches"), messages.noBranches());
    return undefined;
  }
  const known = resolveDecider(build, route);
  const decider = known && withWayOut(route, known);
  // Branches are looked at even where nobody decides, so that their own problems show at once.
  const unwritten = decider && checkKeys(build, route, decider);
  const select = decider && resolveSelection(build, route, decider);
  const others = route.branches.find(({ key }) => key === OTHERS);
  const written =
    others && decider && unwritten ? writeOut(build, route, others, decider, unwritten) : route.branches;
  // For a tag or a mask there are as many in each copy of the route; for a gate its classes may be others in each.
  const copies = decider && "head" in decider.by ? 1 : (unwritten?.length ?? 1);
  const built = written?.map((branch) =>
    buildBranch(build, route, branch, decider, branch.pointer === others?.pointer ? copies : 0),
  );
  const branches = built?.filter((branch) => branch !== undefined);
  if (!decider || !unwritten || !written || !branches || branches.length < written.length) return undefined;
  if (!select || !forces(build, route)) return undefined;
  const keys = new Set(written.map(({ key }) => key));
  const missing = unwritten.filter((index) => !keys.has(decider.keys[index]!));

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
    path: pathOf(build, route.name),
    pointer: route.pointer,
    inputs: [
      ...new Set([
        ...branches.flatMap(outside),
        ...(source !== undefined && weighs({ by, merge }) ? [source] : []),
      ]),
    ],
    shape: result.shape,
    dtype: result.dtype,
    ...(!answer && maskOfBranches(branches)),
    variables: [],
    flops: all.flatMap(({ body }) => body).reduce((sum, node) => sum + node.flops, 0),
    by,
    branches: all,
    select,
    merge,
    capacity: mayOverflow(select, route.capacity),
    teacherForcing: route.teacherForcing,
    answer: answer && { target: answer.name, classes: answer.classes },
  });
}

/** The mask of values that are put together, where some have one and all of these say it of the same axes. */
function maskOfBranches(branches: readonly BuiltBranch[]): Pick<RouteNode, "mask"> {
  const axes = new Set(branches.flatMap(({ output }) => output.mask?.axes ?? []));
  const [first] = axes;
  return first !== undefined && axes.size === 1 ? { mask: { from: "branches", axes: first } } : {};
}

/** Whether the share of the samples that labels route is one; false (and a problem) where it is not. */
function forces(build: Build, { teacherForcing, pointer }: NormalRoute): boolean {
  const { max } = scheduledRange(teacherForcing);
  if (max <= 1) return true;
  build.report.error(pointerTo(pointer, "teacherForcing"), messages.shareAbove1(max));
  return false;
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
  copies: number,
): BuiltBranch | undefined {
  if (decider && !decider.numbers.has(spec.key)) return undefined;
  const place = placeIn(placeOf(build, route.name), spec.key);
  const samples = scopeOf(decider, spec.key);
  const around = { path: place.path, samples, group: copies > 0 ? groupOf(decider, spec.key) : undefined };
  const inside = insideBranch(build, around, copies);
  if (isFull(inside)) return undefined;
  const result = buildStack(inside, place, spec, () => branchSources(build, route, spec, samples));
  if (!result) return undefined;
  const last = build.nodes.get(result.output.path);
  return { spec, ...result, end: last && endOf(last) };
}

/** The class of a gate that leads to a branch. */
function groupOf(decider: Decider | undefined, key: string): Group | undefined {
  const member = decider?.gate?.members[decider.numbers.get(key) ?? -1];
  return decider?.gate && member !== undefined
    ? { name: key, target: decider.gate.target, member }
    : undefined;
}

/**
 * The branches with `*` written out for those that are not; `undefined` (and a problem) where they are too many, or one
 * cannot be named. A group of one that its branch would end in a head for needs none: the gate's answer is the answer.
 */
function writeOut(
  build: Build,
  route: NormalRoute,
  others: NormalBranch,
  decider: Decider,
  unwritten: readonly number[],
): readonly NormalBranch[] | undefined {
  const written = route.branches.filter((branch) => branch !== others);
  if (unwritten.length === 0) build.report.warn(others.pointer, messages.noOtherBranches(decider), "key");
  if (!hasRoom(build, others.pointer, unwritten.length)) return undefined;
  const target = openTarget(others.items, build.spec.modules);
  for (const index of unwritten) {
    const key = decider.keys[index]!;
    if (target !== undefined && meant(build, decider, index, { name: target })?.length === 1) continue;
    if (nameProblems(key, others.pointer, true).length > 0) {
      build.report.error(others.pointer, messages.keyNoName(decider, key), "key");
      return undefined;
    }
    written.push({ ...others, key });
  }
  return written;
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
    const path = `${pathOf(build, route.name)}/${spec.key}`;
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

/** Paths of the values from outside that enter what stands in a branch, or are its result. */
function outside({ body, output }: BuiltBranch): string[] {
  const own = new Set(nodesWithin(body).map(({ path }) => path));
  return [...body.flatMap(({ inputs }) => inputs), output.path].filter((path) => !own.has(path));
}
