import type { Deciding } from "./deciding";

/** By the sample's value. */
export const tag: Deciding<"tag"> = {
  known({ tag: name }, { batch, positions }) {
    const values = batch.data.tag(name);
    return positions.map((position) => values[batch.samples[position]!]!);
  },
};
