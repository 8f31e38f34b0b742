/* A position as checkpoints of version 2 hold it: of metrics they know accuracy alone, as two counts among the sums. */
import { checkPart } from "../spec";
import type { Count } from "../spec/language/layers";
import type { StoredPosition, StoredSums } from "./position";

/** Sums of version 2. `right` of `judged` labelled rows; both 0 for a head that predicts values. */
export interface StoredSums2 extends Omit<StoredSums, "metrics"> {
  right: Count;
  judged: Count;
}

export interface StoredPosition2 extends Omit<StoredPosition, "sums"> {
  sums: { [head: string]: StoredSums2 };
}

/**
 * The same position in today's form.
 *
 * @throws EspalierError where `value` is no position of version 2
 */
export function fromVersion2(value: unknown, where: string): StoredPosition {
  checkPart("StoredPosition2", value, where);
  const { sums, ...rest } = value as StoredPosition2;
  return {
    ...rest,
    sums: Object.fromEntries(Object.entries(sums).map(([head, sum]) => [head, upgrade(sum)])),
  };
}

function upgrade({ right, judged, ...rest }: StoredSums2): StoredSums {
  return { ...rest, metrics: judged > 0 ? { accuracy: { correct: right, labelled: judged } } : {} };
}
