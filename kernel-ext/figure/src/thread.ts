/*
 * Draws one figure after the other, on a thread of its own.
 */
import { parentPort } from "node:worker_threads";
import { figureToPng, type PngOptions } from "./draw";
import { FigureError } from "./error";
import type { Figure } from "./figure";

export interface Order {
  readonly figure: Figure;
  readonly options: PngOptions;
}

export type Delivery =
  | { readonly png: Uint8Array }
  | { readonly what: string; readonly where: string | undefined; readonly hint: string };

async function draw({ figure, options }: Order): Promise<Delivery> {
  try {
    return { png: await figureToPng(figure, options) };
  } catch (error) {
    if (!(error instanceof FigureError))
      return { what: `Plotly failed: ${String(error)}`, where: undefined, hint };
    return { what: error.what, where: error.where, hint: error.hint };
  }
}

const hint = "show the figure where a browser draws it";

parentPort?.on("message", (order: Order) => {
  void draw(order).then((delivery) => parentPort?.postMessage(delivery));
});
