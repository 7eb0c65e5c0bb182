import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sentence } from '../../../shared/presentation/index.ts';
import { chosen, type Tried } from '../../../shared/simulation/index.ts';
import { expectDocumented } from '../documented.ts';
import { folderWith, headcount } from '../headcount.ts';

const HOURS = 1;
const rows = Array.from({ length: HOURS * 60 }, (_, minute) => {
  const at = new Date(Date.parse('2026-11-21T00:00:00Z') + minute * 60_000).toISOString();
  return `${at},${20 + 10 * Math.round(Math.sin(minute / 40))}`;
});
const DEMAND = `timestamp,value\n${rows.join('\n')}\n`;
const SCENARIO = 'kind: interactive\nworkerRate: 5\ntick: 60s\nevaluateEvery: 60s\n';
const QUEUE = 'kind: queue\npeakWorkers: 5\ntaskSeconds: 60\nstartWithin: 5m\ntick: 60s\nevaluateEvery: 60s\n';
const FILES = { 'demand.csv': DEMAND, 'world.yaml': SCENARIO, 'queue.yaml': QUEUE };

const recommend = async (...written: string[]) => {
  const directory = await folderWith(FILES);
  return { directory, ...(await headcount(['recommend', 'rule', ...written], { directory })) };
};

test('a cost that equals that of perfect foresight has two decimals, as in the table', () => {
  const best = { name: 'step', latePercent: 0, costRatio: 1, actions: 0 };
  const { because } = chosen([best], { allowed: 1, isQueue: false });
  expect(sentence(because)).toContain('its cost is 1.00 times that of perfect foresight');
});

describe('headcount recommend rule', () => {
  test('plays the rules for requests, and recommends one with its reason', async () => {
    const ran = await recommend('--demand', 'demand.csv', '--world', 'world.yaml', '--json');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const document = JSON.parse(ran.out);
    expectDocumented(['recommend', 'rule'], document);
    const names = document.played.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['objective', 'target and forecast', 'step (cpu)']));
    expect(names[0]).toBe(document.recommended);
    expect(document.notPlayed.map(({ name }: { name: string }) => name)).toEqual([
      ...['backlog', 'deadline', 'schedule', 'workers'],
    ]);
  });

  test('plays the rules for a queue, and prints the rule as a policy has it, and writes a page', async () => {
    const ran = await recommend('--demand', 'demand.csv', '--world', 'queue.yaml', '--html', 'rules.html');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^(deadline|backlog) /);
    expect(ran.out).toMatch(/^ {2}- \{ kind: (deadline|backlog), metric: queued, /m);
    const [first = ''] = ran.out.split('\n');
    const page = await readFile(join(ran.directory, 'rules.html'), 'utf8');
    expect(page).toContain(first);
    for (const note of ran.err.match(/^Note: .*$/gm) ?? []) expect(page).toContain(note);
    const scaled = 'The demand is scaled so that its peak needs 5 workers.';
    expect([ran.out, page]).toEqual([expect.stringContaining(scaled), expect.stringContaining(scaled)]);
    // The recommended rule is the main one of the page, and the first row of its table.
    const [recommended = ''] = first.split(' ');
    const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}');
    expect(data.plays[0].name).toContain(recommended);
    expect(/<tbody>.*?<th[^>]*>(.*?)</s.exec(page)?.[1]).toBe(data.plays[0].name);
    expect(ran.out).toContain('  objective: not played: it is for work that cannot wait');
  });

  test('the printed policy is valid as it is, and counts requests in the unit of the recording', async () => {
    const { out, err, directory } = await recommend('--demand', 'demand.csv', '--lost', '50');
    const policy = out.slice(out.indexOf('group: '));
    expect(await headcount(['policy', 'validate', '-', '--strict'], { directory, input: policy })).toMatchObject({
      code: 0,
      err: '',
    });
    // The peak of 30 a second needs 50 workers.
    expect(out).toContain('One worker serves 0.6 requests a second, because the peak of the recording, 30 a second,');
    expect(policy).toMatch(/metric: requests, (perWorker: 0.6|value: 0.(36|48)),/);
    expect(err).toContain('Note: the recording covers 60 minutes: ');
  });

  test('warns of a recording that is too short', async () => {
    const directory = await folderWith({ 'short.csv': DEMAND.split('\n').slice(0, 4).join('\n') });
    const { out } = await headcount(['recommend', 'rule', '--demand', 'short.csv', '--json'], { directory });
    expect(JSON.parse(out).notes).toEqual([
      expect.stringMatching(/^without --world, the work is requests/),
      'the recording covers 3 minutes, which is too short to compare rules; use a recording of several days',
    ]);
  });

  test('wrong arguments are rejected', async () => {
    const wrong: [readonly string[], string][] = [
      [['--demand', 'demand.csv', '--lost', '0'], 'Write a percentage above 0 and below 100'],
      [['--demand', 'demand.csv', '--html', 'demand.csv'], 'it would be overwritten'],
      [['--demand', 'demand.csv', '--world', 'demand.csv'], 'The scenario demand.csv'],
    ];
    const ran = await Promise.all(wrong.map(([written]) => recommend(...written)));
    expect(ran.map(({ code, err }) => [code, err])).toEqual(
      wrong.map(([, text]) => [2, expect.stringContaining(text)]),
    );
  });
});

describe('of the rules that were played', () => {
  const tried = (name: string, latePercent: number, costRatio: number, actions = 10): Tried => ({
    ...{ name, latePercent, costRatio, actions },
  });
  const choice = (...all: Tried[]) => {
    const { best, because, others } = chosen(all, { allowed: 1, isQueue: false });
    return [best.name, because.code, ...others.map((other) => other.because.code)];
  };
  test('the cheapest within what may be lost is recommended', () => {
    expect(choice(tried('a', 0, 1.5), tried('b', 1, 1.2), tried('c', 1.1, 1))).toEqual([
      ...['b', 'rule-cheapest', 'rule-costs-more', 'rule-loses-more'],
    ]);
  });
  test('of two that cost about the same, the one that changes less', () => {
    expect(choice(tried('a', 0, 1.2, 99), tried('b', 0, 1.21, 5))).toEqual(['b', 'rule-calmest', 'rule-changes-more']);
  });
  test('the others follow by cost, and then those that lose more by what they lose', () => {
    const all = [tried('a', 7, 1), tried('b', 2, 1), tried('c', 0, 3), tried('d', 1, 2), tried('e', 0, 1.5)];
    const { best, others } = chosen(all, { allowed: 1, isQueue: false });
    expect([best, ...others.map((other) => other.tried)].map(({ name }) => name)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });
  test('if all lose more, the one that loses least', () => {
    expect(choice(tried('a', 5, 1), tried('b', 3, 2))).toEqual(['b', 'rule-loses-least', 'rule-loses-more']);
  });
});
