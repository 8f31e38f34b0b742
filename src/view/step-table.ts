import { movedParts, type MovedPartsOptions } from "../plots";
import type { StepRecord } from "../train";
import { table, type Cell } from "./table";
import type { View } from "./view";

/**
 * Steps of a training as a table: whose turn it was (or which phase), its losses, and a column for each part of the network
 * with a mark where the step moved it; `2 of 4` where it moved only some of the part's weights.
 *
 * @param steps what `train` told `onStep`
 * @throws EspalierError where there are no steps
 */
export function stepTable(steps: readonly StepRecord[], options: MovedPartsOptions = {}): View {
  const parts = movedParts(steps, options);
  const heads = [...new Set(steps.flatMap(({ losses }) => Object.keys(losses)))];
  const alternates = steps.some(({ turn }) => turn !== undefined);
  const rows = steps.map((step, number) => ({ ...step, number }));
  return table(rows, {
    columns: [
      "step",
      "epoch",
      alternates ? { value: ({ turn, phase }) => turn ?? phase, title: "turn" } : "phase",
      "samples",
      ...heads.map((head) => ({
        value: ({ losses }: StepRecord): Cell => losses[head],
        title: heads.length > 1 ? `${head}/loss` : "loss",
      })),
      ...parts.map(({ name, weights, moved }) => ({
        value: ({ number }: { number: number }): Cell => {
          const count = moved[number]!;
          return count === 0 ? "" : count === weights ? "moved" : `${count} of ${weights}`;
        },
        title: name,
      })),
    ],
  });
}
