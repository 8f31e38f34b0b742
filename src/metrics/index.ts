/** What is counted of heads beside their losses, how it is called and read. No TensorFlow. */
export { balancedAccuracy, countClasses, countCorrect, macroF1, noCounts } from "./class-counts";
export { countRows, defaultMetrics, metricValues, startStates, type MetricStates } from "./count";
export { agreement, hierarchicalScores, type HierarchicalScores } from "./hierarchy";
export {
  countKnown,
  countLabels,
  countMatches,
  eachKnownLabel,
  macroF1Of,
  microF1Of,
  noLabelCounts,
  shareOfKnown,
} from "./label-counts";
export { allMetrics, inOrder, labelOf, lookOf, metricNamed, metricNames } from "./look";
export type { CountedHead, LabelledRows, Metric, MetricLook, MetricState, Predicted } from "./metric";
export { reliability, type Reliability, type ReliabilityBin } from "./reliability";
export { formatName, namesOf, parseName, penaltyName, type EpochName } from "./names";
