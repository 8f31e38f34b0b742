import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy of a page that runs nothing of its notebook: its own scripts, known by their digest, and
 * no other; nothing is fetched, sent or embedded. It holds where the sanitiser should fail. Styles may stand in
 * attributes, since figures are drawn with them.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function policyFor(scripts: readonly string[]): string {
  const digests = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
  return [
    "default-src 'none'",
    `script-src ${digests.length > 0 ? digests.join(" ") : "'none'"}`,
    "style-src 'unsafe-inline'",
    // A figure is saved as a picture by way of a blob.
    "img-src data: blob:",
    "font-src data:",
    "media-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
