/** The share of the labelled samples whose likeliest class is that of their label. */
export interface AccuracySpec {
  type: "accuracy";
}

/** What is counted of a head beside its loss, with options. Its bare name is the short form. */
export type MetricSpec = AccuracySpec;
export type MetricName = MetricSpec["type"];

/** A metric with every default filled in. */
export type NormalMetric = Required<MetricSpec>;
export type NormalMetricOf<T extends MetricName> = Extract<NormalMetric, { type: T }>;
