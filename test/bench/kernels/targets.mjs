/* What is measured, and what our kernel is to reach. */

/** In the order of a session. `what` is the name in measure.py; figures are seconds or bytes. */
export const measures = [
  { what: "ready", title: "process start to ready" },
  { what: "first", title: "first cell after it" },
  { what: "trivial", title: "trivial cell, each another one" },
  { what: "declaration", title: "cell that declares" },
  { what: "completion", title: "completion" },
  { what: "interrupt", title: "interrupt of a loop" },
  { what: "tfjs_import", title: "import of tfjs" },
  { what: "tfjs_cell", title: "cell that uses tfjs" },
  { what: "lines", title: "100,000 lines" },
  { what: "lines_lost", title: "of them lost", unit: "%" },
  { what: "idle_memory", title: "memory, idle", unit: "MB" },
  { what: "tfjs_memory", title: "memory after tfjs and 30 cells", unit: "MB" },
];

export const targets = [
  { what: "ready", ratioAtMost: 0.6 },
  { what: "trivial", atMost: 0.01 },
  { what: "tfjs_cell", ratioAtMost: 0.4 },
  { what: "tfjs_import", ratioAtMost: 0.7 },
  { what: "lines", atMost: 0.5 },
  { what: "idle_memory", ratioAtMost: 1 },
];
