import { deciderSource } from "../../graph/deciders";
import type { Node, RoutingNode } from "../../graph/ir";
import type { GraphIndex } from "../graph-index";
import type { Draft, Instruction, Register } from "../instruction";
import { nodeLowerings } from "../nodes/table.generated";
import type { Known } from "../plan/known";
import type { Request } from "../request";
import type { Demand, Lowerer, NodeLowering, ScopeName } from "./demand";
import { decidingLogits } from "./gate";
import { valueKey } from "./values";
import { demandOf, resultsOf, type Results } from "./wanted";

/** Instructions without a question between them. */
export interface Segment {
  readonly instructions: readonly Instruction[];
  /** The gate whose logits have to be read on the host before anything else can be done; absent at the end. */
  readonly read: { readonly route: RoutingNode; readonly logits: Register } | undefined;
  /** At the end. */
  readonly results: Results | undefined;
}

/**
 * From a graph to instructions, driven by demand: what is wanted brings with it what it depends on and nothing else. A branch
 * without rows brings nothing, one that stands for all rows needs no gathering.
 *
 * Demands wait in a list and not in calls, so that a network may be deeper than calls may.
 */
export class Lowering implements Lowerer {
  readonly index: GraphIndex;
  /** By key of what stands there. */
  readonly #registers: Map<string, Register>;
  /** What is being worked out, the next one last. */
  readonly #open: Demand[];
  /** How much of what is wanted has been begun. */
  #begun: number;
  #count: number;
  #written: Instruction[] = [];
  /** Of the batch at hand: not kept, for its rows are many. */
  #known: Known | undefined;

  private constructor(
    readonly request: Request,
    known: Known,
    before?: Lowering,
  ) {
    this.index = request.index;
    this.#known = known;
    this.#registers = new Map(before ? before.#registers : []);
    this.#open = before ? [...before.#open] : [];
    this.#begun = before ? before.#begun : 0;
    this.#count = before ? before.#count : 0;
  }

  static begin(request: Request, known: Known): Lowering {
    return new Lowering(request, known);
  }

  /** Goes on after a gate was read, with what is known then. This one stays where it is. */
  after(known: Known): Lowering {
    return new Lowering(this.request, known, this);
  }

  get known(): Known {
    if (!this.#known) throw new Error("a lowering that was released cannot go on: begin one after it");
    return this.#known;
  }

  /** Forgets the batch that it was made for. */
  release(): void {
    this.#known = undefined;
  }

  /** Everything up to the next gate that has to be read, or to the end. */
  next(): Segment {
    const { wanted } = this.request;
    for (;;) {
      const read = this.#work();
      const ended = !read && this.#begun === wanted.length;
      if (read || ended) {
        const instructions = this.#written;
        this.#written = [];
        return { instructions, read, results: ended ? resultsOf(this.request, this) : undefined };
      }
      this.#open.push(demandOf(wanted[this.#begun]!, this));
      this.#begun += 1;
    }
  }

  kindOf(node: Node): NodeLowering<Node> {
    // The table's type ties each kind to its own nodes; indexing by a union loses that.
    return nodeLowerings[node.kind] as unknown as NodeLowering<Node>;
  }

  write(draft: Draft): Register {
    const to = this.#count++;
    this.#written.push({ ...draft, to });
    return to;
  }

  register(key: string): Register {
    const register = this.#registers.get(key);
    if (register === undefined) throw new Error(`nothing was worked out for ${key}`);
    return register;
  }

  value(scope: ScopeName, path: string): Register {
    return this.register(valueKey(scope, path));
  }

  undecided(branch: ScopeName): Demand | undefined {
    if (this.known.scopeState(branch) !== undefined) return undefined;
    const { route, around } = this.index.branches.get(branch!)!;
    return this.undecided(around) ?? this.rowsOf(route);
  }

  rowsOf(route: RoutingNode): Demand {
    const around = this.index.around(route.path);
    const source = () => decidingLogits(around, deciderSource(route.by)!, this);
    return {
      key: rowsKey(route.path),
      needs: (lowering) => {
        const undecided = lowering.undecided(around);
        if (undecided) return [undecided];
        return lowering.known.routeState(route.path) ? [] : [source()];
      },
      make: (lowering) => lowering.register(source().key),
    };
  }

  /** Works out what is open; the gate that has to be read first, if there is one. */
  #work(): Segment["read"] {
    for (let demand = this.#open.at(-1); demand; demand = this.#open.at(-1)) {
      if (this.#isDone(demand)) {
        this.#open.pop();
        continue;
      }
      const missing = demand.needs(this).filter((need) => !this.#isDone(need));
      if (missing.length > 0) {
        for (let i = missing.length - 1; i >= 0; i--) this.#open.push(missing[i]!);
        continue;
      }
      const register = demand.make(this);
      const route = routeOfKey(demand.key);
      if (route !== undefined) return { route: this.index.route(route), logits: register };
      this.#registers.set(demand.key, register);
      this.#open.pop();
    }
    return undefined;
  }

  /** A route is done where it is known who goes where. */
  #isDone({ key }: Demand): boolean {
    const route = routeOfKey(key);
    return route === undefined ? this.#registers.has(key) : this.known.routeState(route) !== undefined;
  }
}

const rowsPrefix = "rows\n\n";
const rowsKey = (route: string): string => `${rowsPrefix}${route}`;
const routeOfKey = (key: string): string | undefined =>
  key.startsWith(rowsPrefix) ? key.slice(rowsPrefix.length) : undefined;
