import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DASHBOARDS } from '../../../shared/dashboards/index.ts';
import { folderWith, headcount, NO_AWS } from '../headcount.ts';

const parsed = (text: string): unknown => JSON.parse(text);

test('dashboard grafana prints one dashboard, or all by their names, without AWS', async () => {
  const one = await headcount(['dashboard', 'grafana', 'fleet'], { environment: NO_AWS });
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(parsed(one.out)).toEqual(DASHBOARDS.fleet);
  const all = await headcount(['dashboard', 'grafana', '--json'], { environment: NO_AWS });
  expect(parsed(all.out)).toEqual(DASHBOARDS);
});

test('dashboard grafana --out writes a file each into a folder that it creates, and over earlier ones', async () => {
  const directory = await folderWith({});
  for (let time = 0; time < 2; time += 1) {
    const { code, out } = await headcount(['dashboard', 'grafana', '--out', 'grafana/dashboards'], { directory });
    expect({ code, files: out.trimEnd().split('\n').length }).toEqual({ code: 0, files: 4 });
  }
  const folder = join(directory, 'grafana', 'dashboards');
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.values(DASHBOARDS)
      .map(({ uid }) => `${uid}.json`)
      .toSorted(),
  );
  expect(parsed(readFileSync(join(folder, 'headcount-cost.json'), 'utf8'))).toEqual(DASHBOARDS.cost);
});

test('dashboard grafana names the dashboards that there are, and a folder that is a file', async () => {
  const unknown = await headcount(['dashboard', 'grafana', 'spend']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('fleet, group, capacity, cost');
  const directory = await folderWith({ taken: '' });
  const refused = await headcount(['dashboard', 'grafana', 'cost', '--out', 'taken'], { directory });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('taken/headcount-cost.json cannot be written: its folder does not exist');
});
