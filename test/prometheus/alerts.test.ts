import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ALERTS, type Alert, type rulesFile, rulesText } from '../../shared/alerts/index.ts';
import { GROUP_METRICS, STAGE_METRICS } from '../../shared/presentation/index.ts';
import { headcount } from '../cli/headcount.ts';
import { pathOf } from '../docs/markdown.ts';
import { type AlertCase, CASES } from './alert-cases.ts';
import { hasPromtool, NO_PROMTOOL, PROMTOOL } from './promtool.ts';

describe('every alert', () => {
  test('has a case in which it fires, and one in which it does not', () => {
    for (const { name } of ALERTS) {
      const cases = CASES.filter(({ alert }) => alert === name);
      expect(
        cases.some(({ fires }) => fires !== null),
        `${name} fires`,
      ).toBe(true);
      expect(
        cases.some(({ fires }) => fires === null),
        `${name} does not fire`,
      ).toBe(true);
    }
    expect(CASES.filter(({ alert }) => !ALERTS.some(({ name }) => name === alert))).toEqual([]);
  });

  test('is about metrics that Headcount has, with the labels that they have', () => {
    const known = new Map<string, readonly string[]>([
      ...STAGE_METRICS.map(({ name, labels }): [string, readonly string[]] => [name, labels]),
      ...GROUP_METRICS.map(({ name, labels }): [string, readonly string[]] => [name, ['group', ...labels]]),
    ]);
    for (const { name, expr } of ALERTS) {
      for (const [, metric = '', selector = ''] of expr.matchAll(/(headcount_\w+)(?:\{([^}]*)\})?/g)) {
        const labels = known.get(metric.replace(/_bucket$/, ''));
        expect(labels, `${name}: ${metric}`).toBeDefined();
        for (const [, label] of selector.matchAll(/(\w+)[!=]/g)) expect(labels, `${name}: ${metric}`).toContain(label);
      }
    }
  });

  test('has a section of the runbook', () => {
    const runbook = readFileSync(pathOf('docs/how-to/runbook.md'), 'utf8');
    for (const { name } of ALERTS) expect(runbook).toMatch(new RegExp(`^### ${name}$`, 'm'));
  });

  test('is in the file that the command prints, with a link to your runbook', async () => {
    const options = ['alerts', 'prometheus', '--runbook', 'https://wiki.example.com/headcount'];
    const { groups } = parse((await headcount(options)).out) as ReturnType<typeof rulesFile>;
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.map(({ alert }) => alert)).toEqual(ALERTS.map(({ name }) => name));
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook_url).toBe(`https://wiki.example.com/headcount#${alert.toLowerCase()}`);
    }
    expect(JSON.parse((await headcount([...options, '--json'])).out)).toEqual({ groups });
    const wrong = await headcount(['alerts', 'prometheus', '--runbook', 'runbook.md#top']);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('must be a URL without a fragment') });
  });
});

if (!hasPromtool) console.warn(`${import.meta.filename}: ${NO_PROMTOOL}`);
describe.skipIf(!hasPromtool)(`promtool${hasPromtool ? '' : ` (${NO_PROMTOOL})`}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headcount-alerts-'));
    writeFileSync(join(folder, 'alerts.yaml'), rulesText());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('finds no mistake in the rules', () => {
    const options = ['check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yaml'];
    const found = execFileSync(PROMTOOL, options, { cwd: folder, encoding: 'utf8' });
    expect(found).toContain(`SUCCESS: ${ALERTS.length} rules found`);
  });

  test('lets each alert fire when it should, with its texts, and only then', () => {
    writeFileSync(
      join(folder, 'cases.yaml'),
      stringify({ rule_files: ['alerts.yaml'], evaluation_interval: '1m', tests: unitTests() }),
    );
    const { status, stdout, stderr } = spawnSync(PROMTOOL, ['test', 'rules', 'cases.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).not.toContain('FAILED');
    expect(status).toBe(0);
  });
});

/** Cases that need that nothing else is measured. */
const isAlone = ({ alert, fires }: AlertCase): boolean => alert === 'HeadcountNotRead' && fires !== null;

/**
 * Unit tests of promtool, as few as possible, since each of them takes its time: in the first one, every case has a group
 * or a stage of its own. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
function unitTests() {
  const cases = CASES.map((each, index) => ofItsOwn(each, `case-${index}`));
  const together = cases.filter((each) => !isAlone(each));
  const firing = together.filter(
    ({ alert, fires }, index) => fires && together.findIndex((each) => each.fires && each.alert === alert) === index,
  );
  return [
    { ...seriesOf(together), promql_expr_test: together.map(firesOrNot) },
    { ...seriesOf(firing), alert_rule_test: firing.map(itsTexts) },
    ...cases.filter(isAlone).map((each) => ({ ...seriesOf([each]), alert_rule_test: [itsTexts(each)] })),
  ];
}

const seriesOf = (cases: readonly AlertCase[]) => ({
  interval: '1m',
  input_series: cases.flatMap(({ series }) =>
    Object.entries(series).map(([name, values]) => ({ series: name, values })),
  ),
});

interface OfItsOwn extends AlertCase {
  /** What only its series have. */
  readonly selector: string;
}

/** The case for another group, or for another stage, which is a label that a scrape has added. */
function ofItsOwn(each: AlertCase, name: string): OfItsOwn {
  const isOfGroup = Object.keys(each.series).some((series) => series.includes('group="web"'));
  const label = isOfGroup ? 'group' : 'stage';
  const named = (series: string): string =>
    isOfGroup
      ? series.replace('group="web"', `group="${name}"`)
      : series.replace(/^(\w+)\{?([^}]*)\}?$/, (_, metric, labels) => `${metric}{stage="${name}",${labels}}`);
  const isAbsent = isAlone(each) && 'up' in each.series;
  return {
    ...each,
    selector: `${label}="${name}"`,
    series: Object.fromEntries(Object.entries(each.series).map(([series, values]) => [named(series), values])),
    fires: each.fires && { ...each.fires, labels: isAbsent ? {} : { ...each.fires.labels, [label]: name } },
  };
}

const firesOrNot = ({ alert, when, after, fires, selector }: OfItsOwn) => ({
  // The name of the case, for the message of a failure.
  expr: `count(ALERTS{alertname="${alert}",alertstate="firing",${selector}}) # ${when}`,
  eval_time: `${after}m`,
  exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
});

function itsTexts({ alert, after, fires }: AlertCase) {
  const rule = ALERTS.find(({ name }) => name === alert);
  if (!rule || !fires) throw new Error(`${alert} does not fire`);
  return { eval_time: `${after}m`, alertname: alert, exp_alerts: [expected(rule, fires)] };
}

/** The alert as it fires: every template must have become a text. */
function expected({ name, severity, summary, description }: Alert, { labels, value }: NonNullable<AlertCase['fires']>) {
  const filled = (template: string): string =>
    template
      .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '')
      .replaceAll(/\{\{ \$value[^}]*\}\}/g, value ?? '');
  return {
    exp_labels: { severity, ...labels },
    exp_annotations: {
      summary: filled(summary),
      description: filled(description),
      runbook_url: `docs/how-to/runbook.md#${name.toLowerCase()}`,
    },
  };
}
