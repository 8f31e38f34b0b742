/*
 * Figures as still pictures, without a browser.
 */
import * as drawing from "espalier-figure";
import { EspalierError } from "../errors";
import type { Figure } from "./figure";

export type { PngOptions, SvgOptions } from "espalier-figure";

/**
 * The figure as SVG text. Text keeps its font by name (Open Sans): who shows it needs the font, or shows another.
 * @throws EspalierError for types that only a browser can draw (WebGL, maps), and when the time is up
 */
export function figureToSvg(figure: Figure, options: drawing.SvgOptions = {}): Promise<string> {
  return drawing.figureToSvg(figure, options).catch(asOurs);
}

/**
 * The figure as PNG, its text drawn with Open Sans: the same bytes on every machine.
 * @throws EspalierError as `figureToSvg`
 */
export function figureToPng(figure: Figure, options: drawing.PngOptions = {}): Promise<Buffer> {
  return drawing.figureToPng(figure, options).catch(asOurs);
}

/** SVG as PNG, its text drawn with Open Sans. */
export const svgToPng = drawing.svgToPng;

function asOurs(error: unknown): never {
  if (!(error instanceof drawing.FigureError)) throw error;
  const { what, where, hint } = error;
  throw new EspalierError(what, { hint, cause: error, ...(where !== undefined && { where }) });
}
