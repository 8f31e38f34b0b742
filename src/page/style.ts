/*
 * How a page looks: one column of text, code set off quietly, light or dark as the reader's system is. The names
 * that begin with --jp are JupyterLab's, for HTML that cells show.
 */
const colours = (set: Readonly<Record<string, string>>): string =>
  Object.entries(set)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");

const light = colours({
  paper: "#ffffff",
  ink: "#24292f",
  quiet: "#636c76",
  line: "#d5d9de",
  raised: "#f6f8fa",
  link: "#0b62a8",
  wrong: "#b42318",
  "wrong-paper": "#fdf3f2",
  keyword: "#a6252f",
  name: "#6639ba",
  literal: "#0550ae",
  string: "#0a3069",
  "jp-border-color2": "#d5d9de",
  "jp-layout-color1": "#ffffff",
  "jp-layout-color3": "#e3e6ea",
  "jp-brand-color1": "#0072b2",
  "jp-ui-font-color1": "#24292f",
  "jp-ui-font-color2": "#636c76",
  black: "#24292f",
  red: "#b42318",
  green: "#1a7f37",
  yellow: "#8a6100",
  blue: "#0b62a8",
  magenta: "#7b3fb5",
  cyan: "#0f6e7c",
  white: "#6e7781",
});

const dark = colours({
  paper: "#15181c",
  ink: "#dde2e8",
  quiet: "#98a2ad",
  line: "#353b43",
  raised: "#1d2126",
  link: "#6cb6ff",
  wrong: "#ff9a8f",
  "wrong-paper": "#2a1b1a",
  keyword: "#ff8b82",
  name: "#d2a8ff",
  literal: "#79c0ff",
  string: "#a5d6ff",
  "jp-border-color2": "#353b43",
  "jp-layout-color1": "#15181c",
  "jp-layout-color3": "#353b43",
  "jp-brand-color1": "#56b4e9",
  "jp-ui-font-color1": "#dde2e8",
  "jp-ui-font-color2": "#98a2ad",
  black: "#98a2ad",
  red: "#ff9a8f",
  green: "#7ee09a",
  yellow: "#e3c16a",
  blue: "#6cb6ff",
  magenta: "#d2a8ff",
  cyan: "#76d5e3",
  white: "#dde2e8",
});

const ansi = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
  .map(
    (name) =>
      `.ansi-fg-${name}, .ansi-fg-bright-${name} { color: var(--${name}); } ` +
      `.ansi-bg-${name}, .ansi-bg-bright-${name} { background: color-mix(in srgb, var(--${name}) 25%, transparent); }`,
  )
  .join("\n");

export const style = `
:root { color-scheme: light; ${light} }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; ${dark} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.6 "Open Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 64rem; margin: 0 auto; padding: 3rem 1.5rem 6rem; }
.text > :not(h1, h2, pre, table) { max-width: 44rem; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; margin: 2.2em 0 0.6em; }
h1 { font-size: 2rem; margin-top: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.4rem; margin-top: 1.8em; padding-top: 0.9em; border-top: 1px solid var(--line); }
h3 { font-size: 1.12rem; }
.anchor { color: var(--quiet); text-decoration: none; opacity: 0; font-weight: 400; }
:hover > .anchor, .anchor:focus { opacity: 1; }
a { color: var(--link); text-underline-offset: 0.15em; }
p, ul, ol { margin: 0.8em 0; }
blockquote { margin: 1em 0; padding: 0 1em; border-left: 3px solid var(--line); color: var(--quiet); }
code, pre { font: 0.85rem/1.55 "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; tab-size: 2; }
p code, li code, td code { background: var(--raised); border-radius: 3px; padding: 0.1em 0.3em; font-size: 0.86em; }
pre { margin: 0; overflow-x: auto; }
.text pre, .source { background: var(--raised); border: 1px solid var(--line); border-radius: 5px; padding: 0.8rem 1rem; }
.cell { margin: 1.4rem 0; }
.output { margin: 0.7rem 0 0; padding: 0 1rem; }
pre.output { max-height: 30rem; overflow: auto; border-left: 3px solid var(--line); }
.stderr { color: var(--quiet); }
.error { color: var(--ink); background: var(--wrong-paper); border-left-color: var(--wrong) !important; padding-top: 0.6rem; padding-bottom: 0.6rem; }
.quiet { color: var(--quiet); }
.html { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; margin: 0.8em 0; }
th, td { padding: 0.3em 0.7em; border-bottom: 1px solid var(--line); text-align: left; }
th { font-weight: 600; }
img, svg { max-width: 100%; height: auto; }
.output img { background: #fff; border-radius: 4px; }
.figure { margin: 0.5rem 0; background: #fff; border-radius: 5px; overflow: hidden; }
.sanitized .text, .sanitized .html { contain: layout paint; }
.hljs-comment, .hljs-quote { color: var(--quiet); font-style: italic; }
.hljs-keyword, .hljs-selector-tag, .hljs-doctag { color: var(--keyword); }
.hljs-title, .hljs-section, .hljs-name { color: var(--name); }
.hljs-number, .hljs-literal, .hljs-attr, .hljs-attribute, .hljs-property, .hljs-type, .hljs-built_in,
.hljs-symbol, .hljs-meta { color: var(--literal); }
.hljs-string, .hljs-regexp, .hljs-addition { color: var(--string); }
.hljs-deletion { color: var(--wrong); }
.ansi-bold { font-weight: 700; } .ansi-dim { opacity: 0.7; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; }
${ansi}
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 4rem; } .output { padding: 0 0.4rem; } }
@media print { main { max-width: none; padding: 0; } pre.output { max-height: none; } .cell { break-inside: avoid; } }
`;
