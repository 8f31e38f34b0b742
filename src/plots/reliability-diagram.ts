import { approachPalette, quiet } from "../colours";
import { EspalierError } from "../errors";
import { reliability } from "../metrics";
import { checkOptionKinds } from "../options";
import { formatCount, formatShare } from "../text/numbers";
import type { Figure } from "./figure";
import { themed } from "./theme";

export interface ReliabilityDiagramOptions {
  readonly title?: string;
  /** Bins of equal width; 15 without it. */
  readonly bins?: number;
}

/**
 * How often a head or a gate is right when it is so sure: a bar for each bin of confidence, on the diagonal where they agree
 * (DeGroot and Fienberg 1983; as in Guo et al. 2017). Hovering says how many samples a bin has.
 *
 * @param head of a prediction: `prediction.heads.species`, or any `[samples, width]` probabilities
 * @param labels numbers of the head's classes, -1 for none
 * @throws EspalierError where no sample has a label and an answer
 */
export function reliabilityDiagram(
  head: { readonly values: ArrayLike<number>; readonly width: number },
  labels: ArrayLike<number>,
  options: ReliabilityDiagramOptions = {},
): Figure {
  checkOptionKinds("reliabilityDiagram", options, { title: "string", bins: "number" });
  const { title = "Reliability", bins = 15 } = options;
  if (!Number.isInteger(bins) || bins < 1) {
    throw new EspalierError(`reliabilityDiagram: bins is ${bins}`, {
      hint: "give a whole number of at least 1",
    });
  }
  if (labels.length * head.width !== head.values.length) {
    throw new EspalierError(
      `${head.values.length} probabilities of ${head.width} classes for ${labels.length} labels`,
      { hint: "give a label for each sample, -1 for none" },
    );
  }
  const found = reliability(head.values, head.width, labels, bins);
  if (!found) throw new EspalierError("no sample has a label and an answer: there is nothing to draw");
  const filled = found.bins.filter(({ samples }) => samples > 0);
  const axis = (text: string) => ({ title: { text }, range: [0, 1], tickformat: ".0%", constrain: "domain" });
  return {
    data: [
      {
        type: "bar",
        name: "accuracy",
        x: filled.map(({ from, to }) => (from + to) / 2),
        y: filled.map(({ accuracy }) => accuracy!),
        width: filled.map(({ from, to }) => to - from),
        marker: { color: approachPalette[0], line: { color: "#ffffff", width: 1 } },
        hovertext: filled.map(
          ({ samples, confidence, accuracy }) =>
            `${formatCount(samples)} samples, confidence ${formatShare(confidence!)}, accuracy ${formatShare(accuracy!)}`,
        ),
        hoverinfo: "text",
        showlegend: false,
      },
      {
        type: "scatter",
        mode: "lines",
        x: [0, 1],
        y: [0, 1],
        line: { color: quiet, dash: "dash", width: 1 },
        hoverinfo: "skip",
        showlegend: false,
      },
    ],
    layout: themed(
      title,
      `${formatCount(found.samples)} samples: accuracy ${formatShare(found.accuracy)}, expected calibration error ${formatShare(found.ece)}`,
      { xaxis: axis("confidence"), yaxis: { ...axis("accuracy"), scaleanchor: "x" }, height: 460, bargap: 0 },
    ),
  };
}
