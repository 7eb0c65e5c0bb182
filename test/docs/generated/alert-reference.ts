import { ALERTS } from '../../../shared/alerts/index.ts';

const HEAD = `<!-- Generated from shared/alerts by "npm run docs". -->
# Alerts for Prometheus

\`npx headcount alerts prometheus\` prints alerting rules for the [metrics of Headcount](prometheus-metrics.md). [Connect Prometheus](../how-to/prometheus.md) shows how to load them. The package contains the same file: \`headcount/prometheus/alerts.yaml\`.

- **Severity.** \`critical\`: act now. \`warning\`: act today.
- **For.** How long the condition must hold before the alert fires. Conditions of a group last for [\`notifyAfter\`](policy.md) before Prometheus gets them, so their alerts wait for only a minute more.
- **Labels.** An alert about a group has the label \`group\`. Labels that your Prometheus adds stay, such as the stage.
- **Links.** The annotation \`runbook_url\` leads to the section of the [runbook](../how-to/runbook.md#prometheus-alerts). \`--runbook URL\` sets the address of your copy.

| alert | severity | for | fires when |
|---|---|---|---|
`;

const TAIL = `
*group* and *kind* are labels of the alert. \`HeadcountBudgetNear\` needs prices of the workers, and \`HeadcountDoctorFindings\` needs metrics that were read with \`--doctor\`. The ten [CloudWatch alarms](../how-to/runbook.md) of the stack watch Headcount itself, without Prometheus. [What dashboards and alerts cover](observability.md) lists what they replace.
`;

/** Every alert, with a link to its section of the runbook. */
export const alertReference = (): string => `${HEAD}${ALERTS.map(row).join('\n')}\n${TAIL}`;

const row = ({ name, severity, for: lasts, summary }: (typeof ALERTS)[number]): string =>
  `| [${name}](../how-to/runbook.md#${name.toLowerCase()}) | ${severity} | ${lasts} | ${summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '*$1*')} |`;
