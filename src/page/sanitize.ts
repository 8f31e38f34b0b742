/*
 * HTML without anything that runs, is fetched, or leaves its place. By DOMPurify, which the browsers' own security
 * people test and mend, in the jsdom that already draws our still pictures: it costs one package without further ones.
 * (sanitize-html brings six and needs a newer Node; nbconvert's bleach is Python and is no longer developed.)
 */
import createPurifier from "dompurify";
import type { Config } from "dompurify";
import { JSDOM } from "jsdom";

/** Ids of the notebook get it, so that none can stand for a part of the page or of the browser. */
const prefix = "user-content-";

const config: Config = {
  USE_PROFILES: { html: true, svg: true, svgFilters: true, mathMl: true },
  // A style sheet reaches beyond its output; controls look like the page's own and send what is typed.
  FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "option", "datalist", "dialog"],
  FORBID_ATTR: ["name", "ping", "popover", "popovertarget", "autofocus", "accesskey", "contenteditable"],
  ALLOW_DATA_ATTR: false,
  SANITIZE_NAMED_PROPS: true,
};

const references = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"];

/** A function that cleans HTML. It takes a moment to make, since it brings a document of its own. */
export function htmlSanitizer(): (html: string) => string {
  const purifier = createPurifier(new JSDOM("").window);
  purifier.addHook("afterSanitizeAttributes", (element) => {
    followIds(element);
    // Figures find their place by it, and only ours are figures.
    element.classList.remove("figure");
    if (element.localName === "a") element.setAttribute("rel", "noopener noreferrer nofollow");
  });
  return (html) => purifier.sanitize(html, config);
}

/** Ids have got a prefix: what leads to them follows, so that links, labels, gradients and arrows still do. */
function followIds(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if ((name === "href" || name === "xlink:href") && value.startsWith("#") && value.length > 1) {
      element.setAttribute(name, `#${prefixed(value.slice(1))}`);
    } else if (value.includes("url(")) {
      element.setAttribute(name, value.replace(/url\((["']?)#/g, `url($1#${prefix}`));
    } else if (references.includes(name)) {
      element.setAttribute(name, value.split(/\s+/).filter(Boolean).map(prefixed).join(" "));
    }
  }
}

const prefixed = (id: string): string => (id.startsWith(prefix) ? id : prefix + id);
