/*
 * The arrows: who may import whom inside src/. Each folder lists what it may see; all else is an error.
 */
/** What everybody may see. */
const base = ["choice", "colours", "errors", "limits", "notice", "open-table", "options", "shape", "visible"];

const core = [...base, "backend", "graph", "spec"];
const kinds = ["layers", "losses", "optimizers", "turns", "weighting"];

export const arrows = {
  choice: [],
  colours: [],
  errors: ["visible"],
  limits: ["errors"],
  notice: [],
  "open-table": ["errors"],
  options: ["errors"],
  shape: [],
  visible: [],
  text: [...base],
  files: [...base, "text"],
  spec: [...base, "text"],
  metrics: [...base, "spec"],
  graph: [...base, "text", "spec", "metrics"],
  diagram: [...base, "text", "spec", "graph"],
  backend: [...base, "files"],
  losses: [...core],
  optimizers: [...core],
  turns: [...core],
  weighting: [...core],
  layers: [...core],
  program: [...core, "layers", "losses", "data"],
  data: [...core, "text", "files"],
  model: [...core, "text", "files", "metrics", "layers", "program", "data"],
  train: [...core, "text", "files", "metrics", ...kinds, "program", "data", "model"],
  own: [...core, "metrics", ...kinds],
  compare: [...core, "text", "files", "metrics", "program", "data", "model", "train"],
  plots: [...base, "text", "metrics", "train", "compare"],
  notebook: [...base, "text", "files"],
  view: [
    ...core,
    "text",
    "files",
    "metrics",
    "diagram",
    "data",
    "model",
    "train",
    "compare",
    "plots",
    "notebook",
  ],
  check: [...core, "metrics", ...kinds, "program", "data", "model", "train", "view"],
  page: [...base, "text", "files", "plots", "notebook"],
  jupyter: [...base, "text", "files", "notebook"],
  cli: [
    ...core,
    "text",
    "files",
    "diagram",
    "data",
    "model",
    "train",
    "compare",
    "plots",
    "notebook",
    "view",
    "page",
    "jupyter",
  ],
};

/*
 * The same inside the kernel. Its threads share the bridge and nothing else: the server thread must answer while the
 * compiler loads and cells compute.
 */
const kernelArrows = {
  bridge: [],
  wire: [],
  server: ["bridge", "wire"],
  signal: ["bridge"],
  loader: [],
  compiler: ["bridge", "loader"],
  display: ["bridge", "host/services"],
  globals: ["bridge", "display", "host/services"],
  widgets: ["bridge", "display", "host/services"],
  host: ["bridge", "signal", "compiler", "loader", "display", "globals", "widgets", "data-folders"],
};

/** What a folder may not see, as a rule for each. */
const rules = (name, base, table) =>
  Object.entries(table).map(([folder, allowed]) => ({
    name: `${name}-${folder}`,
    severity: "error",
    from: { path: `^${base}${folder}(/|\\.ts$)` },
    to: { path: `^${base}`, pathNot: `^${base}(${[folder, ...allowed].join("|")})(/|\\.ts$)` },
  }));

export default {
  forbidden: [
    {
      name: "planned-without-tensorflow",
      comment: "Planning and lowering are arithmetic on the host: only what runs a program sees tensors.",
      severity: "error",
      from: { path: "^src/program/(plan|lower|nodes|[a-z-]+\\.ts$)", pathNot: "index\\.ts$" },
      to: { path: "@tensorflow", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circular",
      comment:
        "Of values or of types: what needs each other is one file, or has something in common that is a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "kernel-knows-no-networks",
      severity: "error",
      from: { path: "^kernel-ext/kernel/" },
      to: { path: "^src/" },
    },
    {
      name: "figure-stands-alone",
      comment: "The kernel and the library both draw with it.",
      severity: "error",
      from: { path: "^kernel-ext/figure/" },
      to: { path: "^(src|kernel-ext/kernel)/" },
    },
    {
      name: "editor-sees-spec-and-graph",
      severity: "error",
      from: { path: "^kernel-ext/editor/" },
      to: {
        path: "^src/",
        pathNot:
          "^src/(text|spec|metrics|graph|diagram|choice|colours|errors|limits|notice|open-table|options|shape|visible)",
      },
    },
    {
      name: "browser-safe",
      comment:
        "spec, metrics, graph and diagram also run in the editor, in a browser: nothing of Node, nothing of TensorFlow.",
      severity: "error",
      from: {
        path: "^src/(text|spec|metrics|graph|diagram|choice|colours|errors|limits|notice|open-table|options|shape|visible)",
      },
      to: { path: "^(node:|fs$|path$)|@tensorflow" },
    },
    {
      name: "browser-safe-core",
      severity: "error",
      from: {
        path: "^src/(text|spec|metrics|graph|diagram|choice|colours|errors|limits|notice|open-table|options|shape|visible)",
      },
      to: { dependencyTypes: ["core"] },
    },
    ...rules("arrows-of", "src/", arrows),
    ...rules("kernel-arrows-of", "kernel-ext/kernel/src/", kernelArrows),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules/.cache)/" },
  },
};
