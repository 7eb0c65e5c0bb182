import { describe, expect, test } from 'vitest';
import { DASHBOARDS } from '../../../shared/dashboards/index.ts';
import { EXPOSED, expressionsOf, groupedIn, selectedIn, viewsOf } from './expressions.ts';

const dashboards = Object.entries(DASHBOARDS);
const exposed = new Map(EXPOSED.map((metric) => [metric.name, metric]));

describe.each(dashboards)('the dashboard %s', (_, dashboard) => {
  const views = viewsOf(dashboard);
  const expressions = expressionsOf(dashboard);

  test('asks only for metrics and labels that are exposed', () => {
    const wrong = expressions.flatMap((expression) =>
      selectedIn(expression).flatMap(({ name, labels }) => {
        const known = exposed.get(name)?.labels;
        return known ? labels.filter((label) => !known.includes(label)).map((label) => `${name}{${label}}`) : [name];
      }),
    );
    expect(wrong).toEqual([]);
    for (const expression of expressions) {
      const labels = new Set(selectedIn(expression).flatMap(({ name }) => exposed.get(name)?.labels ?? []));
      expect(groupedIn(expression).filter((label) => !labels.has(label))).toEqual([]);
    }
  });

  test('asks for the growth of counters and histograms, which begin again at 0, and never for that of gauges', () => {
    for (const expression of expressions) {
      for (const [, before = '', name = ''] of expression.matchAll(/(\w*)\(?(?=headcount_)(\w+)/g)) {
        const isGauge = exposed.get(name)?.type === 'gauge';
        expect(`${name}: ${before === 'increase'}`).toBe(`${name}: ${!isGauge}`);
      }
    }
  });

  test('follows the variables for stage and group in every expression', () => {
    for (const selector of expressions.join('\n').matchAll(/headcount_(\w+)\{([^}]*)\}/g)) {
      expect(selector[2]).toContain('stage=~"$stage"');
      const isOfGroups = exposed.get(`headcount_${selector[1]}`)?.labels.includes('group');
      expect(selector[2]?.includes('group=~"$group"')).toBe(isOfGroups);
    }
    expect(expressions.join('\n')).not.toMatch(/headcount_\w+(?![\w{])/);
  });

  test('has a title, a description and a unit on every panel, and names every series by labels that it has', () => {
    for (const { title, description, fieldConfig, targets, type } of views) {
      expect(title).toMatch(/^[A-Z].+[^.]$/);
      expect(description).toMatch(/^[A-Z].+\.$/);
      expect(fieldConfig.defaults.unit).toMatch(/^(none|s|percentunit|currencyUSD)$/);
      for (const { legendFormat = '', expr } of targets) {
        expect(legendFormat).not.toBe('');
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        expect(named.filter((label) => !groupedIn(expr).includes(label))).toEqual([]);
      }
      expect(new Set(targets.map(({ legendFormat }) => legendFormat)).size).toBe(targets.length);
      if (type !== 'table') expect(targets.every(({ instant }) => !instant)).toBe(true);
    }
  });

  test('shows what it has: columns of a table are labels or values of its queries', () => {
    for (const view of views) {
      if (view.type !== 'table') continue;
      const organized = view.transformations?.find(({ id }) => id === 'organize')?.options;
      const { renameByName } = organized as { renameByName: Record<string, string> };
      const values = view.targets.map(({ refId }) => `Value #${refId}`);
      const labels = view.targets.flatMap(({ expr }) => groupedIn(expr));
      expect(Object.keys(renameByName).filter((field) => ![...values, ...labels].includes(field))).toEqual([]);
      expect(values.filter((field) => !(field in renameByName))).toEqual([]);
    }
  });

  test('places panels beside and below each other, with a number each', () => {
    const { panels } = dashboard;
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } = { x: 0, y: 0, w: 0, h: 0 } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect((gridPos?.x ?? 0) + (gridPos?.w ?? 99)).toBeLessThanOrEqual(24);
  });

  test('has only colors that follow the theme, and no data source of one Grafana', () => {
    const written = JSON.stringify(dashboard);
    expect(written).not.toMatch(/#[0-9a-fA-F]{3,8}"|rgb/);
    for (const [, uid] of written.matchAll(/"uid":"([^"]+)"/g)) {
      expect([dashboard.uid, `\${datasource}`]).toContain(uid);
    }
  });

  test('links to dashboards that there are', () => {
    const uids = dashboards.map(([, { uid }]) => uid);
    for (const [, uid = ''] of JSON.stringify(dashboard).matchAll(/"\/d\/([\w-]+)/g)) expect(uids).toContain(uid);
    expect(dashboard.links.map(({ tags }) => tags)).toEqual([dashboard.tags]);
  });
});

test('the dashboards together show every metric of the exposition', () => {
  const shown = dashboards
    .flatMap(([, dashboard]) => expressionsOf(dashboard).flatMap(selectedIn))
    .map(({ name }) => name);
  const families = EXPOSED.map(({ name }) => name).filter((name) => !/_seconds_(sum|count)$/.test(name));
  expect(families.filter((name) => !shown.includes(name))).toEqual([]);
});

test('groups link to their own dashboard from the fleet', () => {
  const links = JSON.stringify(DASHBOARDS.fleet).match(/\/d\/headcount-group\?/g) ?? [];
  expect(links.length).toBeGreaterThan(2);
});
