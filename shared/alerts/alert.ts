/** An alerting rule for Prometheus: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface Alert {
  /** Also the heading of its section in docs/how-to/runbook.md. */
  readonly name: string;
  /** `critical`: somebody must act now; `warning`: today; `info`: only to know. */
  readonly severity: 'critical' | 'warning' | 'info';
  /**
   * In PromQL. It aggregates with `without` and joins with `ignoring`, so that labels that a scrape adds, such as the
   * stage, stay.
   */
  readonly expr: string;
  /** How long the expression must hold. */
  readonly for: string;
  /** What is wrong, in a template of Prometheus. */
  readonly summary: string;
  readonly description: string;
}

/** Labels of the metric that describes the policies. */
export const INFO_LABELS = 'tier, profile, provider, history';
