/* A route: its branches, and what they have in common at their end. */
import type { NormalBranch, NormalRoute } from "../../spec/normal";
import { filled } from "../../spec/normalise/defaults";
import { nameProblems } from "../../spec/check/names";
import { pointerTo } from "../../spec/pointer";
import type { End } from "./answers";
import { branchOfOne, checkAnswers, commonTarget, meant, targetOf } from "./answers";
import type { Build, Group, Scope } from "../build";
import { enter, hasRoom, insideBranch, isFull, pathOf, placeOf } from "../build";
import { branchMentions, branchSources, normalBranch, openTarget, OTHERS } from "./branches";
import type { Decider } from "./deciders";
import { checkKeys, resolveDecider } from "./deciders";
import type { Branch, ClassTarget, DataType, Node, RouteNode, RoutingNode, Shape } from "../ir";
import type { Value } from "../layers/kind";
import * as messages from "../messages";
import { placeIn } from "../names";
import type { NodeKind } from "./kind";
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
      decode: filled("RouteNode", spec, "decode").decode,
    };
  },
  mentions: branchMentions,
  needsFirst: ({ by, pointer }) =>
    "head" in by ? [{ name: by.head, pointer: pointerTo(pointer, "by") }] : [],
  stacks: ({ branches }) => branches,
  build(build, node) {
    const built = buildRoute(build, node);
    return built && { body: [built], output: built };
  },

  /** Its branches' results. In a joint answer the gate's probabilities are a factor; elsewhere they choose, and no gradient passes. */
  sources({ by, branches, merge }, { decisions, active }) {
    const results = branches
      .filter(({ when }) => !active || (when[active.tag] ?? active.value) === active.value)
      .flatMap(({ output }) => output ?? []);
    return "head" in by && (decisions || merge === "joint") ? [...results, by.head] : results;
  },
  branchesRun: ({ select }) => (select === "all" ? "all" : 1),
  answers: ({ answer }) => answer !== undefined,
  summary({ by, answer, merge }) {
    const decider = "head" in by ? by.head : by.tag;
    return `${answer ? `${decodings[merge]} ` : ""}by ${decider}`;
  },
  label: "",
  look: ({ by, answer }) => ({
    text: answer ? `answer: ${answer.target}` : "chosen branch",
    ...(answer && { result: `${answer.classes.length} classes` }),
    isHead: answer !== undefined,
    by,
  }),
  asLayer: () => undefined,
};

/** What each way of answering that an author may name comes to. */
const choices = {
  greedy: { select: "one", merge: "putBack" },
  joint: { select: "all", merge: "joint" },
} as const satisfies Record<NormalRoute["decode"], Pick<RouteNode, "select" | "merge">>;

/** The author's name for it. */
const decodings: Record<RouteNode["merge"], NormalRoute["decode"]> = { putBack: "greedy", joint: "joint" };

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
  const decider = resolveDecider(build, route);
  // Branches are looked at even where nobody decides, so that their own problems show at once.
  const unwritten = decider && checkKeys(build, route, decider);
  const others = route.branches.find(({ key }) => key === OTHERS);
  const written =
    others && decider && unwritten ? writeOut(build, route, others, decider, unwritten) : route.branches;
  // For a tag there are as many in each copy of the route; for a gate its classes may be others in each.
  const copies = decider && "tag" in decider.by ? (unwritten?.length ?? 1) : 1;
  const built = written?.map((branch) =>
    buildBranch(build, route, branch, decider, branch.pointer === others?.pointer ? copies : 0),
  );
  const branches = built?.filter((branch) => branch !== undefined);
  if (!decider || !unwritten || !written || !branches || branches.length < written.length) return undefined;
  const keys = new Set(written.map(({ key }) => key));
  const missing = unwritten.filter((index) => !keys.has(decider.keys[index]!));

  const answer = commonTarget(
    build,
    branches.map((branch) => branch.end),
  );
  if (!answer && mixesAnswers(build, branches)) return undefined;
  const result = answer
    ? { shape: [answer.classes.length], dtype: "float32" as const }
    : commonValue(build, branches);
  const all = result && allBranches(build, route, decider, branches, missing, answer);
  if (!all || !decodes(build, route, decider, answer)) return undefined;
  if (answer) checkAnswers(build, route, decider, all, answer);
  return enter(build, {
    kind: "route",
    path: pathOf(build, route.name),
    pointer: route.pointer,
    inputs: [...new Set([...branches.flatMap(outside), ...gateValue(route, decider)])],
    shape: result.shape,
    dtype: result.dtype,
    variables: [],
    flops: all.flatMap(({ body }) => body).reduce((sum, node) => sum + node.flops, 0),
    by: decider.by,
    branches: all,
    ...choices[route.decode],
    answer: answer && { target: answer.name, classes: answer.classes },
  });
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

/** Shape and type of every branch's output; `undefined` (and a problem) if they differ. */
function commonValue(
  build: Build,
  branches: readonly BuiltBranch[],
): { shape: Shape; dtype: DataType } | undefined {
  const [first, ...others] = branches;
  if (!first) return undefined;
  const { shape, dtype } = first.output;
  const other = others.find(({ output }) => String(output.shape) !== String(shape) || output.dtype !== dtype);
  if (!other) return { shape, dtype };
  build.report.error(
    other.spec.pointer,
    messages.branchesDiffer(
      { key: first.spec.key, ...first.output, target: targetOf(first.end) },
      { key: other.spec.key, ...other.output, target: targetOf(other.end) },
    ),
  );
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

function decodes(
  build: Build,
  route: NormalRoute,
  decider: Decider,
  answer: ClassTarget | undefined,
): boolean {
  if (choices[route.decode].merge !== "joint" || (answer && decider.gate)) return true;
  const pointer = pointerTo(route.pointer, "decode");
  build.report.error(
    pointer,
    decider.gate ? messages.jointWithoutAnswer() : messages.jointByTag(decider.name),
  );
  return false;
}

/** Paths of the values from outside that enter what stands in a branch, or are its result. */
function outside({ body, output }: BuiltBranch): string[] {
  const own = new Set(nodesWithin(body).map(({ path }) => path));
  return [...body.flatMap(({ inputs }) => inputs), output.path].filter((path) => !own.has(path));
}

/** The gate, where its probabilities enter the answer; elsewhere it only decides. */
function gateValue(route: NormalRoute, decider: Decider): string[] {
  return choices[route.decode].merge === "joint" && "head" in decider.by ? [decider.by.head] : [];
}
