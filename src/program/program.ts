import { Lowering, type Segment } from "./lower/lowering";
import type { BatchPlan } from "./plan/batch-plan";
import type { Request } from "./request";

/** So many lists are kept; one more, and all are made anew as batches ask for them. */
const KEPT = 256;

/** A segment with the way on from there. */
export interface LinkedSegment extends Segment {
  /** Where a gate has to be read: from where to go on. */
  readonly lowering: Lowering | undefined;
  /** By the signature of the plan, once the gate was read. */
  readonly after: Map<string, LinkedSegment>;
}

/**
 * A network as flat lists of instructions for one request: what is wanted, in which mode. A list is cut only where a gate must
 * be read on the host. Which list it is depends on what is empty in a batch: batches with one signature have one list, and
 * each list is made once.
 */
export class Program {
  readonly #first = new Map<string, LinkedSegment>();
  #kept = 0;

  constructor(readonly request: Request) {}

  /** Where a run on this batch begins. */
  first(plan: BatchPlan): LinkedSegment {
    return this.#found(this.#first, plan, () => Lowering.begin(this.request, plan));
  }

  /** How it goes on once the gate that the segment ends with was read, and `plan` knows what it said. */
  next(segment: LinkedSegment, plan: BatchPlan): LinkedSegment {
    return this.#found(segment.after, plan, () => segment.lowering!.after(plan));
  }

  #found(known: Map<string, LinkedSegment>, plan: BatchPlan, begin: () => Lowering): LinkedSegment {
    const { signature } = plan;
    const made = known.get(signature);
    if (made) return made;
    const lowering = begin();
    const segment = lowering.next();
    lowering.release();
    const linked = {
      ...segment,
      lowering: segment.read && lowering,
      after: new Map<string, LinkedSegment>(),
    };
    // Counted over all gates on the way: by each alone it would be their product.
    if (this.#kept >= KEPT) {
      this.#first.clear();
      known.clear();
      this.#kept = 0;
    }
    known.set(signature, linked);
    this.#kept += 1;
    return linked;
  }
}
