/**
 * Plotly figures as still pictures, without a browser: Plotly draws on a page of jsdom, resvg turns it into pixels.
 * Everything heavy loads at the first picture.
 */
export { figureToPng, figureToSvg, svgToPng } from "./draw";
export type { PngOptions, SvgOptions } from "./draw";
export { FigureError } from "./error";
export type { Figure, Layout, Trace } from "./figure";
export { figureForms } from "./forms";
export type { Forms, FormsOptions } from "./forms";
export { paintInThread, threadPainter } from "./painter";
export type { Paint, PainterOptions } from "./painter";
