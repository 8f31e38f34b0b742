/* What is said of every box: what it costs, what trains it, with whom it shares weights. */
import type { Graph, Node } from "../../graph";
import { countParameters, dependencies, nodesWithin } from "../../graph";
import type { Facts, Sharing, Training } from "./picture";

/** With more phases than these, none is shown: nobody could tell them apart. */
const mostPhases = 9;

interface PhaseFacts {
  readonly name: string;
  readonly trained: ReadonlySet<string>;
  /** Paths of the nodes that its heads need. */
  readonly reached: ReadonlySet<string>;
}

export class FactFinder {
  readonly shared: readonly Sharing[];
  readonly phases: readonly PhaseFacts[];
  /** Path of a variable -> letter. */
  readonly #letters = new Map<string, string>();
  readonly #everTrained: ReadonlySet<string>;

  constructor(private readonly graph: Graph) {
    this.shared = this.#findShared();
    const phases = graph.phases.length > mostPhases ? [] : graph.phases;
    this.phases = phases.map(({ name, train, heads }) => ({
      name,
      trained: new Set(train),
      reached: dependencies(graph, heads).nodes,
    }));
    this.#everTrained = new Set(graph.phases.flatMap(({ train }) => train));
  }

  /** Of some nodes and all that they hold. */
  of(nodes: readonly Node[]): Facts {
    const inside = nodesWithin(nodes);
    const variables = [...new Set(inside.flatMap((node) => node.variables))];
    const movable = variables.filter((path) => !isStatistic(path, this.graph));
    return {
      parameters: countParameters(this.graph, variables),
      flops: nodes.reduce((sum, node) => sum + node.flops, 0),
      training: this.phases.map((phase) => trainingIn(phase, inside, movable)),
      shares: [...new Set(variables.flatMap((path) => this.#letters.get(path) ?? []))],
      frozen:
        this.graph.phases.length > 0 &&
        movable.length > 0 &&
        !movable.some((path) => this.#everTrained.has(path)),
    };
  }

  /** Weights that several nodes use: those of shared modules. */
  #findShared(): Sharing[] {
    const users = new Map<string, number>();
    for (const { variables } of this.graph.nodes.values())
      for (const path of variables) users.set(path, (users.get(path) ?? 0) + 1);
    const modules = new Map<string, Sharing>();
    for (const [path, uses] of users) {
      if (uses < 2) continue;
      // `modules/eye/conv2d/kernel`
      const name = path.split("/")[1] ?? path;
      const known = modules.get(name);
      const letter = known?.letter ?? letterOf(modules.size);
      this.#letters.set(path, letter);
      modules.set(name, { letter, name, uses: Math.max(uses, known?.uses ?? 0) });
    }
    return [...modules.values()];
  }
}

/** Whether a variable moves with the batches and not by training; frozen weights of a saved model do not move at all. */
const isStatistic = (path: string, { variables, loaded }: Graph): boolean =>
  variables.get(path)?.trainable === false && !loaded.has(path);

function trainingIn(phase: PhaseFacts, nodes: readonly Node[], variables: readonly string[]): Training {
  if (nodes.length === 0) return "none";
  if (!nodes.some(({ path }) => phase.reached.has(path))) return "not reached";
  if (variables.length === 0) return "none";
  const trained = variables.filter((path) => phase.trained.has(path)).length;
  if (trained === 0) return "frozen";
  return trained === variables.length ? "trained" : "partly trained";
}

/** A, B, …, Z, AA, AB, … */
function letterOf(number: number): string {
  const last = String.fromCharCode(65 + (number % 26));
  return number < 26 ? last : letterOf(Math.floor(number / 26) - 1) + last;
}
