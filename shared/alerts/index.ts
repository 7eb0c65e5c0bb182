/** Alerting rules for Prometheus, on the metrics of a stage and its groups. Pure. */
export type { Alert } from './alert.ts';
export { ALERTS, RUNBOOK, rulesFile, rulesText } from './rules-file.ts';
