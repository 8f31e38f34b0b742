/*
 * A page without a browser on which Plotly draws: jsdom, with the sizes of text that jsdom does not know.
 */
import { readFileSync } from "node:fs";
import type { DOMWindow } from "jsdom";
import { boxOf, inkWidth } from "./boxes";
import { installCanvas } from "./canvas";
import type { Figure } from "./figure";
import { loadTextMeasure, type TextMeasure } from "./fonts";
import { parseTransform, transformBox, type Box } from "./transform";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What we use of Plotly. */
export interface Plotly {
  toImage(figure: unknown, options: Size & { format: "svg"; imageDataOnly: true }): Promise<string>;
  /** `undefined` where nothing is wrong. */
  validate(data: unknown, layout: unknown): { readonly msg: string }[] | undefined;
}

export interface Stage {
  readonly plotly: Plotly;
  /** SVG text of the figure. */
  draw(figure: Figure, size: Size): Promise<string>;
}

let stage: Promise<Stage> | undefined;

/** The stage, set up when first asked for: about 1.5 s. */
export function loadStage(): Promise<Stage> {
  return (stage ??= build().catch((error: unknown) => {
    stage = undefined;
    throw error;
  }));
}

/** Leaves the stage behind, with whatever hangs on it; the next figure gets a new one. */
export function dropStage(): void {
  stage = undefined;
}

async function build(): Promise<Stage> {
  const [{ JSDOM, VirtualConsole }, measure] = await Promise.all([import("jsdom"), loadTextMeasure()]);
  // A console that leads nowhere: what Plotly logs of missing browser parts is no news to the reader of a notebook.
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  installSizes(window, measure);
  installCanvas(window);
  installRest(window);
  window.eval(readFileSync(require.resolve("plotly.js"), "utf8"));
  const { Plotly: plotly } = window as unknown as { Plotly: Plotly };

  function draw(figure: Figure, size: Size): Promise<string> {
    seedIds(window);
    // Plotly writes into what it is given.
    const { data, layout } = structuredClone<Figure>(figure);
    const sized = { ...layout, ...size, autosize: false };
    const options = { format: "svg", imageDataOnly: true, ...size } as const;
    return plotly.toImage({ data, layout: sized, config: { staticPlot: true } }, options);
  }
  return { plotly, draw };
}

function rectangle({ left, top, right, bottom }: Box) {
  const [width, height] = [right - left, bottom - top];
  return {
    x: left,
    y: top,
    left,
    top,
    right,
    bottom,
    width,
    height,
    toJSON: () => ({ left, top, width, height }),
  };
}

function installSizes(window: DOMWindow, measure: TextMeasure): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return rectangle(boxOf(this, measure));
    },
    getBoundingClientRect(this: Element) {
      return rectangle(transformBox(boxOf(this, measure), parseTransform(this.getAttribute("transform"))));
    },
    getComputedTextLength(this: Element) {
      return inkWidth(this, measure);
    },
  });
}

function installRest(window: DOMWindow): void {
  Object.assign(window, {
    matchMedia: () => ({ matches: false, addListener: () => undefined, removeListener: () => undefined }),
  });
  Object.assign(window.URL, { createObjectURL: () => "blob:none", revokeObjectURL: () => undefined });
}

/** Plotly names clip paths by chance; the same figure is to give the same file. */
function seedIds(window: DOMWindow): void {
  let state = 1;
  const { Math: itsMath } = window as unknown as { Math: { random: () => number } };
  // Lehmer's generator ("minimal standard", Park and Miller 1988).
  itsMath.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
}
