/*
 * From a figure to SVG to pixels.
 */
import { requireDrawable } from "./drawable";
import { FigureError } from "./error";
import type { Figure } from "./figure";
import { familyName, fontFiles } from "./fonts";

export interface SvgOptions {
  /** Pixels; the figure's own width without it, or 700. */
  readonly width?: number;
  /** Pixels; the figure's own height without it, or 450. */
  readonly height?: number;
  /** A CSS colour behind everything, or `transparent`; the figure's own (white) without it. */
  readonly background?: string;
  /** Seconds until the drawing is given up; 60 without it. */
  readonly timeout?: number;
}

export interface PngOptions extends SvgOptions {
  /** Pixels of the picture for each pixel of the figure; 2 without it. */
  readonly scale?: number;
  /** More font files (TTF, OTF), for scripts that Open Sans lacks. */
  readonly fonts?: readonly string[];
}

/** Pictures are drawn one after the other: they share one page. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The figure as SVG text. Text keeps its font by name (Open Sans): who shows it needs the font, or shows another.
 * @throws FigureError for types that only a browser can draw (WebGL, maps), and when the time is up
 */
export async function figureToSvg(figure: Figure, options: SvgOptions = {}): Promise<string> {
  requireDrawable(figure);
  const { width = widthOf(figure), height = heightOf(figure), background, timeout = 60 } = options;
  for (const [name, value] of Object.entries({ width, height }))
    if (!(value >= 10 && value <= 20_000))
      throw new FigureError(`a picture with ${name} ${value}`, { hint: "choose from 10 to 20000 pixels" });
  const shown =
    background === undefined
      ? figure
      : { ...figure, layout: { ...figure.layout, paper_bgcolor: background } };
  const drawing = last.then(async () => {
    const { dropStage, loadStage } = await import("./stage.js");
    const stage = await loadStage();
    // A drawing that takes too long is left behind with its page.
    return within(stage.draw(shown, { width, height }), timeout, dropStage);
  });
  last = drawing.catch(() => undefined);
  return drawing;
}

/**
 * The figure as PNG, its text drawn with Open Sans: the same bytes on every machine.
 * @throws FigureError as `figureToSvg`
 */
export async function figureToPng(figure: Figure, options: PngOptions = {}): Promise<Buffer> {
  return svgToPng(await figureToSvg(figure, options), options);
}

/** SVG as PNG, its text drawn with Open Sans. */
export async function svgToPng(
  svg: string,
  options: Pick<PngOptions, "scale" | "fonts"> = {},
): Promise<Buffer> {
  const { scale = 2, fonts = [] } = options;
  const { Resvg } = await import("@resvg/resvg-js");
  const drawing = new Resvg(inPlainSvg(svg), {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles: [...fontFiles(), ...fonts], loadSystemFonts: false, defaultFontFamily: familyName },
  });
  return drawing.render().asPng();
}

/** Two things of CSS that resvg does not read: quotes in `url("#…")`, and the newer word for unsmoothed pixels. */
function inPlainSvg(svg: string): string {
  return svg
    .replace(/url\((['"]|&quot;)(#[^'")&]+)\1\)/g, "url($2)")
    .replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed");
}

/** The figure's own, in pixels, or 700. */
export function widthOf({ layout: { width } }: Figure): number {
  return typeof width === "number" ? width : 700;
}

/** The figure's own, in pixels, or 450. */
export function heightOf({ layout: { height } }: Figure): number {
  return typeof height === "number" ? height : 450;
}

async function within<T>(work: Promise<T>, seconds: number, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(
        new FigureError(`the picture was not drawn within ${seconds} s`, {
          hint: "simplify the figure, or show it in a notebook, where the browser draws it",
        }),
      );
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
