import { randomStream } from "../backend/random";
import type { Phase, Turn } from "../graph/ir";
import type { GraphIndex, IndexedBranch, SampleFacts } from "../program";
import { allSchedules } from "../turns";

/** One step to be: whose turn it is, and its samples. `others` are batches of the inactive turns, where they keep a share. */
export interface PlannedStep {
  /** Number of the turn; 0 where nothing alternates. */
  readonly turn: number;
  readonly samples: Int32Array;
  readonly others: readonly { readonly turn: number; readonly samples: Int32Array }[];
}

/** Those of `samples` that have a label for at least one of the heads. */
export function labelled(data: SampleFacts, heads: readonly string[], samples: Int32Array): Int32Array {
  const labels = heads.map((head) => data.labels(head)?.present).filter((present) => present !== undefined);
  return samples.filter((sample) => labels.some((present) => present[sample] === 1));
}

/** How many of the samples have a label for at least one of the heads. */
export const countLabelled = (data: SampleFacts, heads: readonly string[], samples: Int32Array): number =>
  labelled(data, heads, samples).length;

/**
 * How many of the samples may run through a branch in training: those that tags and labels lead there at every route on
 * the way, and those without a label, whom the gate sends.
 *
 * @param path of the branch
 */
export function countReaching(
  index: GraphIndex,
  data: SampleFacts,
  path: string,
  samples: Int32Array,
): number {
  let left = samples;
  for (let around: string | undefined = path; around !== undefined;) {
    const place: IndexedBranch = index.branches.get(around)!;
    const { by, select } = place.route;
    if ("tag" in by) {
      const tag = data.tag(by.tag);
      left = left.filter((sample) => tag[sample] === place.branch.index);
    } else if ("head" in by && (select.kind === "first" || select.kind === "atLeast")) {
      const known = data.labels(by.head)?.labels;
      left = left.filter((sample) => {
        const label = known?.[sample] ?? -1;
        return label === place.branch.index || label === -1;
      });
    }
    around = place.around;
  }
  return left.length;
}

/** The samples of a turn: with its tag value, or with a label for its head. */
export function samplesOfTurn(data: SampleFacts, turn: Turn, samples: Int32Array): Int32Array {
  if ("head" in turn.samples) return labelled(data, [turn.samples.head], samples);
  const { tag, value } = turn.samples;
  const values = data.tag(tag);
  return labelled(data, turn.heads, samples).filter((sample) => values[sample] === value);
}

/**
 * The samples of each turn of a phase; one pool where nothing alternates. Samples without any label for what is trained
 * are in none: they stand in no batch, so that no loss is divided by them and no statistics see them.
 */
export function poolsOf(phase: Phase, device: SampleFacts, samples: Int32Array): Int32Array[] {
  if (!phase.alternation) return [labelled(device, phase.heads, samples)];
  return phase.alternation.turns.map((turn) => samplesOfTurn(device, turn, samples));
}

/**
 * The steps of one epoch of a phase. They follow from (seed, phase, epoch) and the history alone, so that a resumed run
 * sees the same batches in the same order.
 *
 * @param pools the samples of each turn (of the one pool where nothing alternates)
 * @param losses of each turn so far (`lossesByTurn`), for schedules that look at them; they change the order, not how long it is
 */
export function planEpoch(
  phase: Phase,
  pools: readonly Int32Array[],
  seed: number,
  epoch: number,
  losses: readonly (number | undefined)[] = [],
): PlannedStep[] {
  const { batchSize, alternation } = phase;
  const draws = pools.map((pool, turn) => batches(pool, batchSize, seed, phase.name, epoch, turn));
  if (!alternation) return takeAll(draws[0]!, Math.ceil(pools[0]!.length / batchSize));
  const turns = {
    batches: pools.map((pool) => Math.ceil(pool.length / batchSize)),
    samples: pools.map((pool) => pool.length),
    losses: pools.map((_, turn) => losses[turn]),
  };
  const order = allSchedules.get(alternation.schedule).order(turns, {
    alpha: alternation.alpha,
    random: randomStream(seed, "schedule", phase.name, epoch),
  });
  return order.map((turn) => ({
    turn,
    samples: draws[turn]!(),
    others:
      alternation.inactiveShare > 0
        ? pools.flatMap((pool, other) =>
            other === turn || pool.length === 0 ? [] : [{ turn: other, samples: draws[other]!() }],
          )
        : [],
  }));
}

function takeAll(draw: () => Int32Array, count: number): PlannedStep[] {
  return Array.from({ length: count }, () => ({ turn: 0, samples: draw(), others: [] }));
}

/** Endless batches: every sample once in a random order, then again in another. The last of each pass may be smaller. */
function batches(pool: Int32Array, size: number, ...key: [number, string, number, number]): () => Int32Array {
  const [seed, phase, epoch, turn] = key;
  let pass = 0;
  let order = new Int32Array(0);
  let next = 0;
  return () => {
    if (next >= order.length) {
      const random = randomStream(seed, "shuffle", phase, epoch, turn, pass++);
      order = random.permutation(pool.length).map((place) => pool[place]!);
      next = 0;
    }
    const batch = order.slice(next, next + size);
    next += size;
    return batch;
  };
}
