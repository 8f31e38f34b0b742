/* Small parts of HTML. */

/** Colours of JupyterLab's theme where there is one, so that dark stays dark. */
export const themeColours = {
  line: "var(--jp-border-color2, #d5d9de)",
  track: "var(--jp-layout-color3, #e3e6ea)",
  bar: "var(--jp-brand-color1, #0072b2)",
  quiet: "var(--jp-ui-font-color2, #6b7480)",
} as const;

/** Text for HTML: between tags or within an attribute in either kind of quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
