import { stringify } from 'yaml';
import type { Alert } from './alert.ts';
import { GROUP_ALERTS } from './group-alerts.ts';
import { STAGE_ALERTS } from './stage-alerts.ts';

/** All alerts, those of the stage first. */
export const ALERTS: readonly Alert[] = [...STAGE_ALERTS, ...GROUP_ALERTS];

/** The page with a section for each alert. */
export const RUNBOOK = 'docs/how-to/runbook.md';

/** The rules as Prometheus reads them. `runbook`: the address of the runbook, to which the sections are added. */
export const rulesFile = (runbook: string = RUNBOOK) => ({
  groups: [
    { name: 'headcount-stage', rules: STAGE_ALERTS.map((alert) => ruleOf(alert, runbook)) },
    { name: 'headcount-groups', rules: GROUP_ALERTS.map((alert) => ruleOf(alert, runbook)) },
  ],
});

/** The same as YAML. */
export const rulesText = (runbook?: string): string =>
  `# Alerting rules for the metrics of Headcount.\n${stringify(rulesFile(runbook), { lineWidth: 0 })}`;

const ruleOf = ({ name, severity, expr, for: lasts, summary, description }: Alert, runbook: string) => ({
  alert: name,
  expr,
  for: lasts,
  labels: { severity },
  annotations: { summary, description, runbook_url: `${runbook}#${name.toLowerCase()}` },
});
