import type { Schedule } from "./schedule";

/** One batch of each turn after another; a turn whose samples are used up is passed over. */
export const roundRobin: Schedule<"roundRobin"> = {
  drawn: false,
  order({ batches }) {
    const order: number[] = [];
    for (let round = 0; round < Math.max(0, ...batches); round++) {
      batches.forEach((count, turn) => {
        if (round < count) order.push(turn);
      });
    }
    return order;
  },
};
