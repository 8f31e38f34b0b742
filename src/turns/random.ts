import type { Schedule } from "./schedule";

/**
 * The batches of all turns in random order, each once: a turn's chance is its share of the batches that are left. So
 * multi-task training is done in MT-DNN (Liu et al. 2019, algorithm 1: "merge all the datasets, shuffle").
 */
export const random: Schedule<"random"> = {
  drawn: false,
  order({ batches }, { random }) {
    const turns = batches.flatMap((count, turn) => Array.from({ length: count }, () => turn));
    return [...random.permutation(turns.length)].map((place) => turns[place]!);
  },
};
