/*
 * Figures of reports and histories: plain Plotly JSON, the same for the same report.
 */
export { accuracyComparison } from "./accuracy-comparison";
export { accuracyParts } from "./accuracy-parts";
export { accuracyVersusCost, type AccuracyVersusCostOptions } from "./accuracy-versus-cost";
export { approachConfusion, confusionMatrix, type ConfusionMatrixOptions } from "./confusion-matrix";
export { costComparison } from "./cost-comparison";
export { isFigure, type Figure, type Json, type JsonObject, type Trace } from "./figure";
export {
  formatCount,
  formatDifference,
  formatP,
  formatSeconds,
  formatShare,
  formatSpread,
} from "../text/numbers";
export { figureToPng, figureToSvg, type PngOptions, type SvgOptions } from "./image";
export { lines, type Line, type LinesOptions } from "./lines";
export { movedParts, type MovedPart, type MovedPartsOptions } from "./moved-parts";
export { movements, type MovementsOptions } from "./movements";
export { pairedDifferences, type PairedDifferencesOptions } from "./paired-differences";
export { reliabilityDiagram, type ReliabilityDiagramOptions } from "./reliability-diagram";
export { routeSankey, type RouteSankeyOptions } from "./route-sankey";
export { trainingCurves, type TrainingCurvesOptions } from "./training-curves";
