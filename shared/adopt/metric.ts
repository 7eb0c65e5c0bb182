import type { PolicyDocument } from '../policy/index.ts';

export type MetricDocument = NonNullable<PolicyDocument['metrics']>[string];

export interface CloudWatchMetric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly period: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Metrics of the adopted policy. Rules that read the same metric share one entry. */
export class AdoptedMetrics {
  readonly #byIdentity = new Map<string, { readonly name: string; readonly metric: CloudWatchMetric }>();
  readonly #nameOf: (wanted: string) => string;

  constructor(nameOf: (wanted: string) => string) {
    this.#nameOf = nameOf;
  }

  /** The name of the metric in the policy. */
  add(wanted: string, metric: CloudWatchMetric): string {
    const identity = JSON.stringify([metric, Object.entries(metric.dimensions).sort()]);
    const known = this.#byIdentity.get(identity);
    if (known !== undefined) return known.name;
    const name = this.#nameOf(wanted);
    this.#byIdentity.set(identity, { name, metric });
    return name;
  }

  documents(): Record<string, MetricDocument> {
    return Object.fromEntries(
      [...this.#byIdentity.values()].map(({ name, metric }) => [
        name,
        { cloudwatch: { ...metric, dimensions: { ...metric.dimensions } } },
      ]),
    );
  }
}
