import type { Kind } from "../kind";
import { mostMarkup } from "../limits";
import { standaloneSvg } from "../media";
import { peek } from "../peek";

/** Elements of jsdom, happy-dom, linkedom and what else has an `outerHTML`, Observable Plot's charts among them. */
export const element: Kind = {
  name: "outerHTML",
  show(value) {
    const { outerHTML: markup } = peek(value, "outerHTML");
    if (typeof markup !== "string") return undefined;
    const text = markup.length > 200 ? `${markup.slice(0, 200)}…` : markup;
    if (markup.length > mostMarkup)
      return { data: { "text/plain": `${text}\n(${markup.length} characters of HTML are too many)` } };
    const type = /^<svg[\s>]/i.test(markup) ? "image/svg+xml" : "text/html";
    return { data: { [type]: type === "text/html" ? markup : standaloneSvg(markup), "text/plain": text } };
  },
};
