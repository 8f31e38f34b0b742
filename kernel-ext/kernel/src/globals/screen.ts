import { randomUUID } from "node:crypto";
import type { JsonObject, RequestId } from "../bridge/messages";
import { complete, showingOf, type Bundle, type Showing } from "../display";
import { asBundle } from "../display/bundle";
import { silence } from "../display/silent";
import { toText } from "../display/text";
import type { HostServices } from "../host/services";

const plotly = "application/vnd.plotly.v1+json";
/** Plotly's own default, in pixels. */
const plotlyHeight = 450;

/** What is shown and replaced below cells, each place by its id. */
export class Screen {
  /** What a place is waiting for. Something newer shown there makes it pointless. */
  private readonly awaited = new Map<string, Promise<Bundle>>();

  /** What the requests are waiting for. */
  private readonly unfinished = new Map<RequestId | undefined, Set<Promise<void>>>();

  /** The places that show a Plotly figure. */
  private readonly figures = new Set<string>();

  constructor(private readonly services: HostServices) {}

  /** When all that a request shows is there. A picture that came after the end of its cell would be lost to many. */
  async whenShown(request: RequestId): Promise<void> {
    for (let left; (left = this.unfinished.get(request));) await Promise.allSettled(left);
  }

  show(value: unknown, options: Jupyter.DisplayOptions = {}): Jupyter.DisplayHandle {
    const { id = randomUUID(), update = false, ...rest } = options;
    let shown = this.put(id, value, update, rest);
    const handle: Jupyter.DisplayHandle = {
      id,
      get shown() {
        return shown;
      },
      update: (next, nextOptions) => {
        shown = this.put(id, next, true, nextOptions);
      },
      clear: () => {
        shown = this.put(id, { "text/plain": "" }, true, { raw: true });
      },
    };
    // A cell that ends in `display(…)` has nothing more to show.
    return silence(handle);
  }

  /** Shows at once what is there at once; settled when the rest is shown too. */
  private put(
    id: string,
    value: unknown,
    update: boolean,
    { raw = false, metadata }: Pick<Jupyter.DisplayOptions, "raw" | "metadata"> = {},
  ): Promise<void> {
    const { now, later } = raw ? { now: rawBundle(value), later: undefined } : showingOf(value);
    const { request } = this.services;
    const send = (bundle: Bundle, again: boolean) => {
      const content: JsonObject = {
        data: bundle.data,
        metadata: { ...bundle.metadata, ...metadata },
        transient: { display_id: id },
      };
      const type = again ? "update_display_data" : "display_data";
      this.services.publish(type, content, request === undefined ? {} : { request });
    };
    this.awaited.delete(id);
    const figure = now.data[plotly];
    // JupyterLab's renderer of figures never draws a second one; for another form it is thrown away first.
    if (update && figure !== undefined && this.figures.has(id)) send(emptyPlace(figure), true);
    if (figure === undefined) this.figures.delete(id);
    else this.figures.add(id);
    send(now, update);
    if (!later) return Promise.resolve();
    this.awaited.set(id, later);
    const shown = later.then((bundle) => {
      if (this.awaited.get(id) !== later) return;
      this.awaited.delete(id);
      send(bundle, true);
    });
    this.remember(request, shown);
    return shown;
  }

  private remember(request: RequestId | undefined, shown: Promise<void>): void {
    const all = this.unfinished.get(request) ?? new Set();
    this.unfinished.set(request, all.add(shown));
    const finish = () => {
      all.delete(shown);
      if (all.size === 0) this.unfinished.delete(request);
    };
    shown.then(finish, finish);
  }
}

/** As high as the figure, so that the page does not jump. */
function emptyPlace(figure: unknown): Bundle {
  const { height } = (Object(figure) as { readonly layout?: { readonly height?: unknown } }).layout ?? {};
  const pixels = typeof height === "number" ? height : plotlyHeight;
  return { data: { "text/html": `<div style="height: ${pixels}px"></div>`, "text/plain": "" }, metadata: {} };
}

function rawBundle(value: unknown): Showing["now"] {
  const shown = asBundle(value);
  if (!shown) {
    throw new TypeError(
      'display with { raw: true } takes an object of media types, for example { "text/html": "<b>…</b>" }',
    );
  }
  return complete(shown, () => toText(value));
}
