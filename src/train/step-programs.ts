import type { HeadNode, Phase } from "../graph/ir";
import { MovingVariables } from "../graph/plan/moving-variables";
import { scheduledAt } from "../graph/scheduled";
import { gatingOf } from "../graph/walk";
import { Program, requestOf, type GraphIndex, type Mode, type Request, type Wanted } from "../program";
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

/**
 * The programs of a phase's steps: one for each pair of the turn that is active and the turn that a batch is from, and for the
 * heads that count.
 */
export class StepPrograms {
  readonly #programs = new Map<string, Program>();
  /** By number of the active turn. */
  readonly #moved = new Map<number, readonly string[]>();

  constructor(
    private readonly index: GraphIndex,
    readonly phase: Phase,
    /** Factors of losses by class (`classWeightsOf`). */
    readonly classWeights: ReadonlyMap<string, Float32Array> = new Map(),
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

  /**
   * The batches of a step, that of the active turn first. Their heads are those that have a weight at that moment, and have it
   * as their weight.
   *
   * @param epochs since the phase began
   */
  partsOf(planned: PlannedStep, epochs: number): PlannedPart[] {
    const heads = this.#headsAt(epochs);
    const inactive = this.phase.alternation?.inactiveShare ?? 0;
    const rest = planned.others.length;
    return [
      {
        ...this.#of(planned, planned.turn, heads),
        samples: planned.samples,
        share: rest > 0 ? 1 - inactive : 1,
      },
      ...planned.others.map(({ turn, samples }) => ({
        ...this.#of(planned, turn, heads),
        samples,
        share: inactive / rest,
      })),
    ];
  }

  /** By path, the phase's heads as they are at a moment: without those whose loss does not count. */
  #headsAt(epochs: number): ReadonlyMap<string, HeadNode> {
    const now = new Map<string, HeadNode>();
    for (const path of this.phase.heads) {
      const head = this.index.head(path);
      const weight = scheduledAt(head.weightInTraining, epochs);
      // A head without weight teaches nothing, and so need not run.
      if (weight > 0) now.set(path, weight === head.weight ? head : { ...head, weight });
    }
    return now;
  }

  #of(
    planned: PlannedStep,
    turn: number,
    now: ReadonlyMap<string, HeadNode>,
  ): Pick<PlannedPart, "program" | "heads"> {
    const paths = this.phase.alternation?.turns[turn]!.heads ?? this.phase.heads;
    const heads = paths.flatMap((path) => now.get(path) ?? []);
    const key = JSON.stringify([planned.turn, turn, heads.map(({ path }) => path)]);
    let program = this.#programs.get(key);
    if (!program) {
      const mode: Mode = {
        training: true,
        moving: new MovingVariables(new Set(this.moved(planned))),
        routing: "labels",
        branches: "chosen",
      };
      const losses = heads.map(({ path }): Wanted => ({ kind: "loss", path }));
      const balances = balancesOf(requestOf(this.index, losses, mode));
      const request = requestOf(this.index, [...losses, ...balances], mode);
      this.#programs.set(key, (program = new Program(request)));
    }
    return { program, heads };
  }
}

/** The balance losses of the gates on the way to what is wanted. */
function balancesOf({ index, routes }: Request): Wanted[] {
  return routes.flatMap(({ by, path }): Wanted[] => {
    const gating = "head" in by ? gatingOf(index.node(by.head)) : undefined;
    return gating?.balance ? [{ kind: "balance", path }] : [];
  });
}
