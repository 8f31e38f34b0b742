import { escapeHtml } from "../text/html";

/** A value as JSON that can stand in a `<script>` element: nothing in it can end the element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** Program text for a `<script>` element. In JavaScript `<\/` means the same as `</`. */
export function scriptCode(code: string): string {
  return code.replaceAll(/<(?=\/script|!--)/gi, "\\x3c");
}

/** A line that stands where something cannot be shown. */
export function notice(text: string): string {
  return `<pre class="quiet">(${escapeHtml(text)})</pre>`;
}
