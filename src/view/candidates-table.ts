import type { CandidatesPrediction } from "../model/prediction";
import { checkOptionKinds } from "../options";
import { formatShare } from "../text/numbers";
import { table } from "./table";
import type { View } from "./view";

/** Samples that are shown where the caller does not say. */
const SHOWN = 20;

interface Row {
  readonly sample: string;
  readonly class?: string;
  readonly probability?: number;
  readonly route?: string;
}

/**
 * The candidates of `model.predict(data, { candidates: … })` for one answer: a row each, the likeliest first, with its way
 * through the routes.
 *
 * @param options.samples how many samples at most, from the first; 20 without it
 * @throws EspalierError where an option is none
 */
export function candidatesTable(
  { target, samples }: CandidatesPrediction,
  options: { samples?: number } = {},
): View {
  checkOptionKinds("candidatesTable", options, { samples: "number" });
  const shown = samples.slice(0, options.samples ?? SHOWN);
  const rows = shown.flatMap((candidates, sample): Row[] =>
    // A sample without candidates is a row too: nothing is left out in silence.
    candidates.length === 0
      ? [{ sample: String(sample) }]
      : candidates.map(({ class: name, probability, route }, i) => ({
          sample: i === 0 ? String(sample) : "",
          class: name,
          probability,
          route: route.join(" → "),
        })),
  );
  const hasRoutes = rows.some(({ route }) => route);
  return table(rows, {
    columns: [
      { value: "sample", align: "right" as const },
      { value: "class", title: target },
      { value: "probability", format: (cell) => formatShare(Number(cell)) },
      ...(hasRoutes ? ["route" as const] : []),
    ],
    ...(shown.length < samples.length && {
      note: `the first ${shown.length} of ${samples.length} samples`,
    }),
  });
}
