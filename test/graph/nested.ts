/*
 * Graphs with routes inside of branches, made from graphs with routes over routes: what only one branch takes in moves into
 * it, with its weights, heads and paths. And the same as the language says them.
 */
import type { Branch, Graph, Node, Phase } from "../../src/graph/ir";
import { resolvePhases } from "../../src/graph/plan/phases";
import { ProblemReport } from "../../src/graph";
import type { BranchSpec, GraphSpec, TrainingSpec } from "../../src/spec";
import { normalTraining } from "../../src/spec/normalise/training";
import { graphOf } from "./compile-spec";

/** What the paths of moved nodes, heads and variables become: `animals/fish` -> `species/animal/animals/fish`. */
export function movedPath(at: string, names: readonly string[]): (path: string) => string {
  return (path) => (names.includes(path.split("/", 1)[0]!) ? `${at}/${path}` : path);
}

/**
 * The graph with some top-level nodes of its spec inside of one branch: they run for its samples only. Same weights,
 * same answers, same plan by the new paths. `spec` stays that of the flat graph.
 *
 * @param at path of a branch that names one of them as its value and has no layers of its own
 * @param names of the nodes; nothing but them and the branch may use their values
 */
export function nest(graph: Graph, at: string, names: readonly string[]): Graph {
  const moved = movedPath(at, names);
  const rename = (node: Node): Node => ({
    ...node,
    path: moved(node.path),
    inputs: node.inputs.map(moved),
    variables: node.variables.map(moved),
    ...(node.kind === "head" && { name: moved(node.name) }),
    ...(node.kind === "route" && "head" in node.by && { by: { head: moved(node.by.head) } }),
    branches: node.branches.map((branch): Branch => {
      const body = [...(branch.path === at ? inside : []), ...branch.body.map(rename)];
      const output = branch.output === undefined ? undefined : moved(branch.output);
      return { ...branch, path: moved(branch.path), body, output };
    }),
  });
  const moves = ({ path }: Node) => moved(path) !== path;
  const inside: Node[] = [];
  inside.push(...graph.body.filter(moves).map(rename));
  const body = graph.body.filter((node) => !moves(node)).map((node) => settle(rename(node)));
  const settled = new Map(everyNode(body).map((node) => [node.path, node]));
  const nodes = new Map([...graph.nodes.keys()].map((path) => [moved(path), settled.get(moved(path))!]));
  const byPath = <Value>(map: ReadonlyMap<string, Value>) =>
    new Map([...map].map(([path, value]) => [moved(path), value]));
  return {
    ...graph,
    body,
    nodes,
    outputs: new Map([...graph.outputs].map(([name, path]) => [moved(name), moved(path)])),
    heads: [...nodes.values()].filter((node) => node.kind === "head"),
    variables: new Map(
      [...graph.variables].map(([path, variable]) => [moved(path), { ...variable, path: moved(path) }]),
    ),
    loaded: byPath(graph.loaded),
    missing: byPath(graph.missing),
    phases: graph.phases.map((phase) => movedPhase(phase, moved)),
  };
}

function movedPhase({ alternation, ...phase }: Phase, moved: (path: string) => string): Phase {
  const part = <P extends { readonly train: readonly string[]; readonly heads: readonly string[] }>(
    all: P,
  ) => ({
    ...all,
    train: all.train.map(moved),
    heads: all.heads.map(moved),
  });
  const turns = alternation?.turns.map((turn) =>
    "head" in turn.samples
      ? { ...part(turn), name: moved(turn.name), samples: { head: moved(turn.samples.head) } }
      : part(turn),
  );
  return { ...part(phase), alternation: alternation && turns && { ...alternation, turns } };
}

/** The graph with another plan, whose patterns and names are those of the graph as it is. */
export function planned(graph: Graph, training: TrainingSpec): Graph {
  const spec = { ...graph.spec, training: normalTraining(training) };
  const report = new ProblemReport();
  const phases = resolvePhases(graph, spec, report);
  const errors = report.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return { ...graph, spec, phases };
}

/** A node whose cost and whose inputs from outside are those of what its branches hold now. */
function settle(node: Node): Node {
  if (node.branches.length === 0) return node;
  const branches = node.branches.map((branch) => ({ ...branch, body: branch.body.map(settle) }));
  const inside = everyNode(branches.flatMap(({ body }) => body));
  const own = new Set(inside.map(({ path }) => path));
  const entering = [...inside.flatMap(({ inputs }) => inputs), ...node.inputs].filter(
    (path) => !own.has(path),
  );
  const flops = branches.flatMap(({ body }) => body).reduce((sum, inner) => sum + inner.flops, 0);
  return { ...node, branches, inputs: [...new Set(entering)], flops };
}

function everyNode(body: readonly Node[]): Node[] {
  return body.flatMap((node) => [node, ...everyNode(node.branches.flatMap((branch) => branch.body))]);
}

const hidden = { type: "dense", units: 8, activation: "relu" } as const;
const within = (group: string) => ({ type: "head" as const, target: "species", within: group });

/** A route over a route over a route: by a gate, by a gate, by a tag. Each is a node of its own. */
export function flatSpec(training?: TrainingSpec): GraphSpec {
  return {
    name: "three levels",
    tags: { age: ["young", "old"] },
    inputs: { x: { shape: [4] } },
    targets: {
      species: { classes: ["ant", "bee", "cod", "eel", "pike", "oak", "elm", "yew"] },
      family: {
        groups: "species",
        classes: { insect: ["ant", "bee"], fish: ["cod", "eel", "pike"], tree: ["oak", "elm", "yew"] },
      },
      kingdom: { groups: "family", classes: { animal: ["insect", "fish"], plant: ["tree"] } },
    },
    nodes: {
      kingdom: { layers: [hidden, { type: "head", target: "kingdom" }] },
      family: { layers: [hidden, { type: "head", target: "family", within: "animal" }] },
      insects: {
        type: "route",
        by: { tag: "age" },
        branches: { young: [hidden, within("insect")], old: [hidden, within("insect")] },
      },
      animals: {
        type: "route",
        by: "family",
        branches: { insect: { from: "insects" }, fish: [hidden, within("fish")] },
      },
      species: {
        type: "route",
        by: "kingdom",
        branches: { animal: { from: "animals" }, plant: [hidden, within("tree")] },
      },
    },
    ...(training && { training }),
  };
}

/** The same with `animals` and its gate inside of `species/animal`: two levels. `insects` still runs for every sample. */
export function twoLevels(training?: TrainingSpec): Graph {
  return nest(graphOf(flatSpec(training)), "species/animal", ["family", "animals"]);
}

/** The same with `insects` inside of `animals/insect` as well: three levels. */
export function threeLevels(training?: TrainingSpec): Graph {
  const inner = nest(graphOf(flatSpec(training)), "animals/insect", ["insects"]);
  return nest(inner, "species/animal", ["family", "animals"]);
}

type Nodes = GraphSpec["nodes"];

/** The flat spec with some of its nodes in the branch `animal`, and others in the branch `insect` inside of that. */
function nestedSpec(training: TrainingSpec | undefined, inner: readonly string[]): GraphSpec {
  const flat = flatSpec(training);
  const { kingdom, family, insects, animals, species } = flat.nodes as Required<Nodes>;
  if (animals?.type !== "route" || species?.type !== "route") throw new Error("no routes");
  const insect: BranchSpec = inner.includes("insects")
    ? { nodes: { insects: insects! } }
    : { from: "insects" };
  const within: Nodes = {
    family: family!,
    animals: { ...animals, branches: { ...animals.branches, insect } },
  };
  const animal = { nodes: within };
  return {
    ...flat,
    nodes: {
      kingdom: kingdom!,
      ...(inner.includes("insects") ? {} : { insects: insects! }),
      species: { ...species, branches: { ...species.branches, animal } },
    },
  };
}

/** `twoLevels` and `threeLevels` in the words of the language. */
export const twoLevelsSpec = (training?: TrainingSpec): GraphSpec => nestedSpec(training, []);
export const threeLevelsSpec = (training?: TrainingSpec): GraphSpec => nestedSpec(training, ["insects"]);
