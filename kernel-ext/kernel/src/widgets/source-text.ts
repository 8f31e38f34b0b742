import { readFileSync } from "node:fs";

/**
 * A module or a style sheet as the page gets it: text and web addresses as they are, files as their text. A file is a `file:`
 * URL, or a single line that ends like one.
 *
 * @throws Error if the file cannot be read
 */
export function sourceText(source: string | { readonly href: string }): string {
  if (typeof source !== "string") {
    const url = new URL(source.href);
    return url.protocol === "file:" ? readFileSync(url, "utf8") : url.href;
  }
  const isFile = /^[^\n;{}]+\.(m?js|css)$/.test(source) && !/^https?:/.test(source);
  return isFile ? readFileSync(source, "utf8") : source;
}
