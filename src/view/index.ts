/*
 * How each object shows itself in a cell, and elsewhere as text.
 */
export { candidatesTable } from "./candidates-table";
export { drawGraph, graphDiagram } from "./draw-graph";
export { exitTable } from "./exit-table";
export { type FigureOptions } from "./figure-bundle";
export { graphTable } from "./graph-table";
export { hierarchyTable } from "./hierarchy-table";
export { json } from "./json";
export { labelReportTable } from "./label-report-table";
export { labelsTable } from "./labels-table";
export { displaySymbol, type Displayable, type MimeBundle } from "./mime";
export { picture, pictures, type Captioned, type PicturesOptions } from "./picture";
export { defaultProgress, notebookProgress, terminalProgress } from "./progress";
export { comparisonTable } from "./report-table";
export { bundleOf, show, type ShowOptions } from "./show";
export { stepTable } from "./step-table";
export { table, type Cell, type Column, type TableOptions } from "./table";
export { View } from "./view";
