/*
 * Notebooks that try to run a script, each by another field. A script that runs leaves its mark (`window.__hit`) or
 * opens a dialog; see hostile.e2e.test.ts.
 */

export interface Hostile {
  readonly name: string;
  readonly notebook: object;
  /** nbconvert runs it too, without its own switch for sanitising: HTML is HTML there and here. */
  readonly asHtml?: true;
  /** A figure is in it, which must be drawn in spite of everything. */
  readonly figure?: true;
}

/** Runs wherever a script runs. */
export const hit = "window.__hit=1";
const script = `<script>${hit}</script>`;
const picture = `<img src=x onerror="${hit}">`;
const breakout = `">${script}${picture}`;
const address = `javascript:${hit}`;

const code = (outputs: object[], more: object = {}): object => ({
  cell_type: "code",
  id: "a",
  metadata: {},
  source: "1",
  outputs,
  execution_count: 1,
  ...more,
});
const text = (source: string, more: object = {}): object => ({
  cell_type: "markdown",
  id: "b",
  metadata: {},
  source,
  ...more,
});
const notebook = (cells: object[], metadata: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata,
  cells,
});
const display = (data: object, metadata: object = {}): object => ({
  output_type: "display_data",
  data,
  metadata,
});

const field = (name: string, ...cells: object[]): Hostile => ({ name, notebook: notebook(cells) });
const html = (name: string, content: string): Hostile => ({
  name: `HTML: ${name}`,
  notebook: notebook([code([display({ "text/html": content })])]),
  asHtml: true,
});
const markdown = (name: string, source: string): Hostile => field(`Markdown: ${name}`, text(source));
const markdownHtml = (name: string, source: string): Hostile => ({ ...markdown(name, source), asHtml: true });
const figure = (name: string, content: object, ...more: object[]): Hostile => ({
  ...field(`figure: ${name}`, ...more, code([display({ "application/vnd.plotly.v1+json": content })])),
  figure: true,
});

const bars = (more: object = {}): object => ({ type: "bar", x: ["a", "b"], y: [1, 2], ...more });
const stream = (content: string, name = "stdout"): object => ({ output_type: "stream", name, text: content });
const escape = "\u001B";

const outputs: readonly Hostile[] = [
  field("name of a stream, a tag", code([stream("x", breakout)])),
  field("name of a stream, an attribute", code([stream("x", `x" onmouseover="${hit}" onclick="${hit}`)])),
  field("text of a stream", code([stream(script + picture)])),
  ...["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"].flatMap((mime) => [
    field(`${mime}, a tag`, code([display({ [mime]: breakout })])),
    field(`${mime}, an attribute`, code([display({ [mime]: [`AAAA" onerror="${hit}`, `" x="`] })])),
  ]),
  field(
    "size of a picture",
    code([
      display({ "image/png": "AAAA" }, { "image/png": { width: `1 onerror=${hit}`, height: breakout } }),
    ]),
  ),
  field(
    "SVG with scripts",
    code([
      display({
        "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" onload="${hit}"><script>${hit};parent.__hit=1;top.__hit=1</script><foreignObject>${picture}</foreignObject></svg>`,
      }),
    ]),
  ),
  field("SVG that is none", code([display({ "image/svg+xml": breakout })])),
  field("media type, a tag", code([display({ [`x/${breakout}`]: "x" })])),
  field("media type, known but for its end", code([display({ [`text/html${breakout}`]: "x" })])),
  field("script as an output", code([display({ "application/javascript": hit, "text/plain": "x" })])),
  field("widget", code([display({ "application/vnd.jupyter.widget-view+json": { model_id: breakout } })])),
  field("LaTeX", code([display({ "text/latex": `$x$${script}` })])),
  field("plain text", code([display({ "text/plain": script + picture })])),
  field("JSON", code([display({ "application/json": { [breakout]: [script] } })])),
  field(
    "colours of a stream",
    code([stream(`${escape}[38;2;1;2;3" onmouseover="${hit}mx${escape}[1mb${script}`)]),
  ),
  field(
    "a terminal's link",
    code([stream(`${escape}]8;;${address}\u0007click${escape}]8;;\u0007 ${escape}]0;${script}\u0007`)]),
  ),
  field("name of an error", code([{ output_type: "error", ename: breakout, evalue: script, traceback: [] }])),
  field(
    "traceback",
    code([{ output_type: "error", ename: "E", evalue: "", traceback: [`${escape}[31m${breakout}`, script] }]),
  ),
  field("a kind of output that is none", code([{ output_type: breakout, data: { "text/html": script } }])),
];

const cells: readonly Hostile[] = [
  field("program text", code([], { source: `</code></pre>${breakout}` })),
  field("id of a cell", code([], { id: breakout })),
  field("execution count", code([], { execution_count: breakout })),
  field("tags", code([], { metadata: { tags: [breakout], name: breakout } })),
  field("raw cell", { cell_type: "raw", id: "r", metadata: { raw_mimetype: "x" }, source: script }),
  { name: "title", notebook: notebook([code([])], { title: `</title>${breakout}` }) },
  field("heading as title", text(`# </title></style>\`${breakout}\``)),
  {
    name: "language",
    notebook: notebook([code([])], {
      language_info: { name: breakout },
      kernelspec: { name: "x", display_name: breakout, language: breakout },
    }),
  },
  {
    name: "language that every object has",
    notebook: notebook([code([])], { language_info: { name: "constructor" } }),
  },
  field(
    "attachment, its media type",
    text("![x](attachment:a.png)", { attachments: { "a.png": { [`image/png${breakout}`]: "AAAA" } } }),
  ),
  field(
    "attachment, its content",
    text("![x](attachment:a.png)", { attachments: { "a.png": { "image/png": `AAAA" onerror="${hit}` } } }),
  ),
  field(
    "attachment, its name",
    text("![x](attachment:constructor) ![y](attachment:%E0%A4%A)", { attachments: {} }),
  ),
  markdown("link", `[x](${address}) <${address}> ${address}`),
  markdown(
    "link, its letters as entities",
    `[x](java&#10;script:${hit}) [y](&#106;avascript:${hit}) [z](JaVaScRiPt:${hit})`,
  ),
  markdown("link to data", `[x](data:text/html,%3Cscript%3E${hit}%3C/script%3E) [y](vbscript:${hit})`),
  markdown("reference", `[x][1] ![y][2]\n\n[1]: ${address}\n[2]: x '" onerror="${hit}'`),
  markdown("picture", `![x](a "\\" onerror=\\"${hit}") ![" onerror="${hit}](x)`),
  markdown("language of a fence", '```"><img/src=x/onerror=window.__hit=1>\n1\n```\n'),
  markdown("heading", `# x" onmouseover="${hit}" onclick="${hit}\n\n## \`${breakout}\``),
];

const asHtml: readonly Hostile[] = [
  markdownHtml("script", script),
  markdownHtml("picture in a heading", `# ${picture}`),
  markdownHtml("picture", picture),
  html("script", script),
  html("script in capitals, with a type", `<SCRIPT TYPE=module>${hit}</SCRIPT>`),
  html("picture", picture),
  html("SVG", `<svg onload="${hit}"><animate onbegin="${hit}" attributeName=x dur=1s /></svg>`),
  html("frame", `<iframe srcdoc="<script>parent.${hit.slice(7)};parent.window.__hit=1</script>"></iframe>`),
  html("frame by address", `<iframe src="javascript:parent.window.__hit=1"></iframe>`),
  html(
    "link",
    `<a href="${address}">x</a><a href="&#x6A;avascript:${hit}">y</a><a href="java\tscript:${hit}">z</a>`,
  ),
  html("SVG's link", `<svg><a xlink:href="${address}"><text y="20">x</text></a></svg>`),
  html(
    "button",
    `<form action="${address}"><button formaction="${address}">x</button><input type=submit></form>`,
  ),
  html("details", `<details open ontoggle="${hit}"><summary>x</summary></details>`),
  html("body", `<body onload="${hit}">`),
  html("focus", `<input autofocus onfocus="${hit}">`),
  html("media", `<video><source onerror="${hit}"></video><audio src=x onerror="${hit}">`),
  html("object", `<object data="data:text/html,${script}"></object><embed src="data:text/html,${script}">`),
  html(
    "refresh",
    `<meta http-equiv="refresh" content="0;url=data:text/html,${script}"><base href="https://example.invalid/">`,
  ),
  html(
    "style",
    `<style>@import "https://example.invalid/a.css"; body { background: url(https://example.invalid/b.png) }</style>`,
  ),
  html(
    "what is fetched",
    `<link rel=stylesheet href="https://example.invalid/c.css"><img src="https://example.invalid/d.png" srcset="https://example.invalid/e.png 2x"><div style="background:url(https://example.invalid/f.png)">x</div>`,
  ),
  html(
    "animation",
    `<style>@keyframes k{}</style><div style="animation:k 1s" onanimationstart="${hit}">x</div>`,
  ),
  html("mutation by noscript", `<noscript><p title="</noscript>${picture.replaceAll('"', "")}"></noscript>`),
  html(
    "mutation by MathML",
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${hit}&gt;">`,
  ),
  html("mutation by SVG", `<svg></p><style><a id="</style>${picture.replaceAll('"', "")}">`),
  html(
    "template",
    `<template><script>${hit}</script></template><template shadowrootmode=open>${picture}</template>`,
  ),
  html("unclosed", `<textarea><title><style><xmp><!--`),
  html("over the page", `<div id="over" style="position:fixed;inset:0;z-index:9999;background:red"></div>`),
];

const figures: readonly Hostile[] = [
  figure("link in labels", {
    data: [
      bars({
        name: `<a href="${address}">x</a>`,
        text: [`<a href="${address}">t</a>`, script],
        textposition: "inside",
      }),
    ],
    layout: {
      title: { text: `<a href="${address}">title</a>${picture}` },
      annotations: [{ text: `<a href="${address}" target="x">a</a>`, x: 0, y: 1, captureevents: true }],
      showlegend: true,
    },
  }),
  figure("hover text", {
    data: [
      bars({
        hovertemplate: `${picture}<a href='${address}'>%{x}</a>%{constructor}<extra>${script}</extra>`,
      }),
    ],
  }),
  figure("names of classes", { data: [bars({ x: [picture, `<a href="${address}">b</a>`] })] }),
  figure("end of its script", { data: [bars({ name: `</script>${script}<!--<script>` })] }),
  figure("settings and servers", {
    data: [bars()],
    config: {
      plotlyServerURL: "https://example.invalid",
      showLink: true,
      showSendToCloud: true,
      sendData: true,
      editable: true,
    },
  }),
  figure("pictures", {
    data: [bars()],
    layout: {
      images: [
        address,
        "https://example.invalid/x.png",
        `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${hit}"/>`,
      ].map((source) => ({ source, xref: "paper", yref: "paper", x: 0, y: 1, sizex: 1, sizey: 1 })),
    },
  }),
  figure(
    "prototypes",
    JSON.parse(
      `{"data":[{"type":"bar","x":["a"],"y":[1],"__proto__":{"__hit":1}}],"layout":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}`,
    ) as object,
  ),
  figure("buttons", {
    data: [bars()],
    layout: {
      updatemenus: [
        {
          type: "buttons",
          buttons: [
            {
              label: script,
              method: "restyle",
              args: [{ "__proto__.__hit": 1, "constructor.prototype.__hit": 1 }],
            },
            { label: "x", method: "constructor", args: [hit] },
          ],
        },
      ],
    },
  }),
  // Unsanitised, HTML may rename what it likes.
  {
    ...figure(
      "names of the page's own parts",
      { data: [bars({ text: ["$x$", "y"] })] },
      text(
        `<img name="querySelectorAll"><img name="createElement"><img name="body"><a id="Plotly" name="Plotly">x</a>` +
          `<form id="MathJax"><input name="version"></form><a id="PlotlyGeoAssets">y</a>`,
      ),
    ),
    asHtml: true,
  },
  figure(
    "a figure in HTML",
    { data: [bars()] },
    text(`<div class="figure" data-figure><script type="application/json">{"data":[]}</script></div>`),
  ),
  field(
    "figure: values that are none",
    code([display({ "application/vnd.plotly.v1+json": { data: 5, layout: "x", frames: {} } })]),
  ),
];

export const hostile: readonly Hostile[] = [...outputs, ...cells, ...asHtml, ...figures];
