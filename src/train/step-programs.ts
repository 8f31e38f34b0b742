import type { HeadNode, Phase } from "../graph/ir";
import { MovingVariables } from "../graph/plan/moving-variables";
import { Program, requestOf, type GraphIndex, type Mode, type Request, type Wanted } from "../program";
import { gatingOf } from "../graph/walk";
import type { PlannedStep } from "./samples";

/** One batch of a step: which part of the network it runs, and what its losses count. */
interface PlannedPart {
  readonly program: Program;
  /** The heads whose losses count. */
  readonly heads: readonly HeadNode[];
  readonly samples: Int32Array;
  /** Factor of this part's losses. */
  readonly share: number;
}

/** The programs of a phase's steps: one for each pair of the turn that is active and the turn that a batch is from. */
export class StepPrograms {
  readonly #programs = new Map<string, Pick<PlannedPart, "program" | "heads">>();
  /** By number of the active turn. */
  readonly #moved = new Map<number, readonly string[]>();

  constructor(
    private readonly index: GraphIndex,
    readonly phase: Phase,
  ) {}

  /** Paths of the variables that a step moves: the turns that keep a share are the same at every step of an active turn. */
  moved({ turn, others }: PlannedStep): readonly string[] {
    let moved = this.#moved.get(turn);
    if (!moved) {
      const { alternation, train } = this.phase;
      const turns = [turn, ...others.map((other) => other.turn)];
      moved = alternation ? [...new Set(turns.flatMap((number) => alternation.turns[number]!.train))] : train;
      this.#moved.set(turn, moved);
    }
    return moved;
  }

  /** The batches of a step, that of the active turn first. */
  partsOf(planned: PlannedStep): PlannedPart[] {
    const inactive = this.phase.alternation?.inactiveShare ?? 0;
    const rest = planned.others.length;
    return [
      { ...this.#of(planned, planned.turn), samples: planned.samples, share: rest > 0 ? 1 - inactive : 1 },
      ...planned.others.map(({ turn, samples }) => ({
        ...this.#of(planned, turn),
        samples,
        share: inactive / rest,
      })),
    ];
  }

  #of(planned: PlannedStep, turn: number): Pick<PlannedPart, "program" | "heads"> {
    const key = `${planned.turn} ${turn}`;
    let made = this.#programs.get(key);
    if (!made) {
      const paths = this.phase.alternation?.turns[turn]!.heads ?? this.phase.heads;
      // A head without weight teaches nothing, and so need not run.
      const heads = paths.map((path) => this.index.head(path)).filter(({ weight }) => weight > 0);
      const mode: Mode = {
        training: true,
        moving: new MovingVariables(new Set(this.moved(planned))),
        routing: "labels",
        branches: "chosen",
      };
      const losses = heads.map(({ path }): Wanted => ({ kind: "loss", path }));
      const balances = balancesOf(requestOf(this.index, losses, mode));
      const request = requestOf(this.index, [...losses, ...balances], mode);
      this.#programs.set(key, (made = { program: new Program(request), heads }));
    }
    return made;
  }
}

/** The balance losses of the gates on the way to what is wanted: of a gate of several routes once, at the first. */
function balancesOf({ index, routes }: Request): Wanted[] {
  const gates = new Set<string>();
  return routes.flatMap(({ by, path }): Wanted[] => {
    if (!("head" in by) || gates.has(by.head) || !gatingOf(index.node(by.head))?.balance) return [];
    gates.add(by.head);
    return [{ kind: "balance", path }];
  });
}
