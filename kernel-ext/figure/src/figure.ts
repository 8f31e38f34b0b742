/** What Plotly draws: plain objects, typed arrays allowed. Attributes are Plotly's own. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
}

export interface Trace {
  /** `scatter` without it. */
  readonly type?: string;
}

export interface Layout {
  readonly title?: unknown;
  /** Pixels. */
  readonly width?: unknown;
  /** Pixels. */
  readonly height?: unknown;
}
