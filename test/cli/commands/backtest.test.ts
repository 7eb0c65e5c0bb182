import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backtest } from '../../../cli/commands/replay/backtest.ts';
import { SCENARIO_TEXTS } from '../../../shared/comparison/index.ts';
import { expectDocumented, ROW_FIELDS } from '../documented.ts';
import { folderWith, headcount } from '../headcount.ts';

const START = Date.UTC(2026, 10, 9);
const PERIOD = 300_000;
const DAYS = 2;

const POLICY = `group: web
capacity: { min: 1, max: 100 }
warmup: 3m
metrics:
  cpu: { cloudwatch: { namespace: AWS/EC2, name: CPUUtilization } }
rules: [{ name: cpu, kind: target, metric: cpu, value: 60 }]
`;
const ON_REQUESTS = `group: web
capacity: { min: 1, max: 100 }
metrics:
  requests: { cloudwatch: { namespace: AWS/ApplicationELB, name: RequestCount, statistic: Sum } }
rules: [{ name: requests, kind: target, metric: requests, value: 840, per: worker }]
`;
const ON_QUEUE = `group: jobs
capacity: { min: 1, max: 100 }
metrics: { waiting: { sqs: { queue: jobs } } }
rules: [{ name: drain, kind: backlog, metric: waiting, taskSeconds: 30, drainWithin: 5m }]
`;

interface Series {
  Id: string;
  Label: string;
  Timestamps: (string | number)[];
  Values: unknown[];
  StatusCode?: string;
  Messages?: { Code: string; Value: string }[];
}

/** A series as the AWS CLI prints it, the newest first; `figure` by the hour of the day. */
function series(Id: string, figure: (hour: number) => number, change: Partial<Series> = {}): Series {
  const slots = Array.from({ length: (DAYS * 86_400_000) / PERIOD }, (_, slot) => START + slot * PERIOD).reverse();
  return {
    ...{ Id, Label: Id, StatusCode: 'Complete' },
    Timestamps: slots.map((at) => new Date(at).toISOString().replace('.000Z', '+00:00')),
    Values: slots.map((at) => figure((at / 3_600_000) % 24)),
    ...change,
  };
}
const wave = (low: number, high: number) => (hour: number) =>
  low + ((high - low) * (1 - Math.cos((2 * Math.PI * hour) / 24))) / 2;
const CPU = series('cpu', wave(30, 80));
const WORKERS = series('workers', () => 10);

/** 1000 requests a second at the highest. */
const REQUESTS = series('requests', wave(0, 300_000));

const printed = (results: readonly Series[], more: object = {}): string =>
  JSON.stringify({ MetricDataResults: results, Messages: [], ...more }, null, 4);

const inMilliseconds = (each: Series): Series => ({
  ...each,
  Timestamps: each.Timestamps.map((time) => Date.parse(String(time))),
});
/** A datapoint on every other day. */
const daily = (each: Series): Series => ({
  ...each,
  Timestamps: each.Timestamps.map((_, index) => START / 1000 + 2 * 86_400 * index),
});

const folderOf = (files: Record<string, string>): Promise<string> =>
  folderWith({ 'policy.yaml': POLICY, 'recorded.json': printed([CPU, WORKERS]), ...files });

const REQUESTED = { 'policy.yaml': ON_REQUESTS, 'recorded.json': printed([REQUESTS]) };

async function run(files: Record<string, string>, ...flags: string[]) {
  const directory = await folderOf(files);
  const command = ['backtest', '--policy', 'policy.yaml', '--from', 'recorded.json', ...flags];
  return { ...(await headcount(command, { directory })), directory };
}

describe('backtest of a file', () => {
  test('replays the policy on the demand behind utilization and workers', async () => {
    const { code, out, err } = await run({ 'world.yaml': 'hourlyUsd: 0.1\n' }, '--json', '--world', 'world.yaml');
    expect([code, err]).toEqual([0, '']);
    expectDocumented(['backtest'], JSON.parse(out));
    const { policies, algorithms, ...told } = JSON.parse(out);
    expect(told).toMatchObject({
      ...{ group: 'web', days: DAYS, start: '2026-11-09T00:00:00.000Z', end: '2026-11-11T00:00:00.000Z' },
      demand: {
        ...{ from: 'utilization', metrics: ['cpu'], periodSeconds: 300 },
        ...{ missingPercent: 0, missingHours: 0, saturatedPercent: 0, saturatedHours: 0 },
      },
      world: { kind: 'interactive', boot: 180, drain: 120, evaluateEvery: 60, metricDelay: 60, workerRate: 1 },
      recorded: { workerHours: 10 * 24 * DAYS, actions: null, launches: null, usd: 24 * DAYS },
    });
    expect(policies).toMatchObject({ today: null, new: { group: 'web', rules: [{ value: 60 }] } });
    expect(algorithms).toHaveLength(1);
    const [row] = algorithms;
    expect(Object.keys(row)).toEqual(ROW_FIELDS);
    expect(row.name).toBe('new');
    // 5.5 workers were busy on average; at most 60 % of them are to be.
    expect(row.optimumWorkerHours).toBeGreaterThan(5.5 * 24 * DAYS);
    expect(row.workerHours).toBeGreaterThan((5.5 / 0.66) * 24 * DAYS);
    expect(row.workerHours).toBeLessThan((5.5 / 0.5) * 24 * DAYS);
    expect(row.usd).toBeCloseTo(row.workerHours / 10, 2);
  });

  test.each([
    ['of requests', { ...REQUESTED, 'world.yaml': 'workerRate: 100000\n' }, ' Check workerRate in the scenario.'],
    [
      'of workers that are hardly used, which has no unit that could be wrong',
      { 'recorded.json': printed([series('cpu', () => 4), WORKERS]), 'world.yaml': 'boot: 60\n' },
      '',
    ],
  ])('says that a demand is too small to decide anything: %s', async (_, files, remedy) => {
    const note = `The demand never needs more than capacity.min, 1, so the rules have nothing to decide.${remedy}`;
    const { out } = await run(files, '--world', 'world.yaml');
    expect(out.split('\n')).toContain(note);
    expect(JSON.parse((await run(files, '--world', 'world.yaml', '--json')).out).notes).toContain(note);
    expect((await run({})).out).not.toContain('never needs more');
  });

  test('for people prints what it is based on, a table and what would be different', async () => {
    const { code, out } = await run({});
    expect(code).toBe(0);
    expect(out).toMatch(/^web: 2\.0 days from 2026-11-09 00:00:00 to 2026-11-11 00:00:00 UTC; new is policy\.yaml\.$/m);
    expect(out).toMatch(/^Demand: cpu × the recorded number of workers/m);
    expect(out).toMatch(/^The scenario: .*boot 180 s \(warmup\).*Use --world FILE to change it\.$/m);
    expect(out).toMatch(/^ +WORKER-HOURS +× OPTIMUM +LOST/m);
    expect(out).toMatch(/^recorded +480\.0 +\d\.\d\d +– +– +– +– +– +–$/m);
    expect(out).toMatch(/^new +\d+\.\d /m);
    expect(out).toMatch(/^optimum +\d+\.\d +1\.00 +0\.00 %/m);
    expect(out).toMatch(
      /^The new policy would have needed \S+ % fewer worker-hours than were recorded, and lost \d\.\d\d %\.$/m,
    );
    expect(out).not.toContain('Missing');
  });

  describe('says for how long the workers were saturated, and that the shortage is underestimated,', () => {
    const files = { 'recorded.json': printed([series('cpu', (hour) => (hour < 6 ? 100 : 50)), WORKERS]) };
    const told = /Saturated: 12\.0 h \(25\.0 % of the time\), .* underestimates the shortage/;
    test('for people', async () => expect((await run(files)).out).toMatch(told));

    test('as JSON and on the page', async () => {
      const { out, directory } = await run(files, '--json', '--html', 'page.html');
      const { demand, notes } = JSON.parse(out);
      expect(demand).toMatchObject({ saturatedPercent: 25, saturatedHours: 12 });
      expect(notes.join()).toMatch(told);
      expect(await readFile(join(directory, 'page.html'), 'utf8')).toMatch(told);
    });
  });

  test('--days limits the replay to the last days', async () => {
    const { out } = await run({}, '--json', '--days', '1');
    expect(JSON.parse(out)).toMatchObject({ days: 1, start: '2026-11-10T00:00:00.000Z' });
  });

  test('reports what a file lacks, and continues with the rest', async () => {
    const cpu = { ...CPU, StatusCode: 'PartialData', Messages: [{ Code: 'Cut', Value: 'there is more' }] };
    cpu.Values = cpu.Values.map((value, index) => (index >= 24 && index < 36 ? null : value));
    const { code, out } = await run({ 'recorded.json': printed([cpu, WORKERS]) });
    expect(code).toBe(0);
    expect(out).toMatch(/^cpu: Cut: there is more$/m);
    expect(out).toMatch(
      /^recorded\.json does not contain all of cpu: its last part is PartialData\. Fetch every page/m,
    );
    expect(out).toMatch(/^Missing: 1\.0 h \(2\.1 % of the time\)\. .* linearly there\.$/m);
  });
});

describe('the demand and what one worker serves', () => {
  const requests = series('requests', wave(60_000, 240_000));

  test('come from requests and a target for each worker', async () => {
    const files = { 'policy.yaml': ON_REQUESTS, 'recorded.json': printed([requests]) };
    const { code, out } = await run(files, '--json');
    expect(code).toBe(0);
    expectDocumented(['backtest'], JSON.parse(out));
    const { demand, world, taken, recorded, algorithms } = JSON.parse(out);
    expect(demand).toMatchObject({ from: 'demand', metrics: ['requests'] });
    // 840 a minute are 70 % of what a worker serves: 20 a second.
    expect(world.workerRate).toBeCloseTo(20);
    expect(taken.workerRate).toMatch(/the target of the rule requests, assumed to be 70 %/);
    expect(recorded).toBeNull();
    // 500 a second on average keep 25 workers busy.
    expect(algorithms[0].workerHours / (24 * DAYS)).toBeGreaterThan(25 / 0.8);
    expect(algorithms[0].workerHours / (24 * DAYS)).toBeLessThan(25 / 0.6);
  });

  test('are measured if utilization and workers were recorded as well, under the names in a scenario', async () => {
    const files = {
      'policy.yaml': ON_REQUESTS,
      'world.yaml': 'metrics: { load: utilization }\n',
      'recorded.json': printed([requests, series('load', wave(20, 80)), series('workers', () => 20)]),
    };
    const { out } = await run(files, '--json', '--world', 'world.yaml');
    const { world, taken } = JSON.parse(out);
    // 200 a second at 20 % of 20 workers.
    expect(world.workerRate).toBeCloseTo(50);
    expect(taken.workerRate).toMatch(/measured/);
  });

  test('of a queue come from the sent tasks', async () => {
    const files = {
      'policy.yaml': ON_QUEUE,
      'recorded.json': printed([series('numberOfMessagesSent', wave(30, 90))]),
    };
    const { code, out } = await run(files, '--json');
    expect(code).toBe(0);
    expectDocumented(['backtest'], JSON.parse(out));
    expect(JSON.parse(out)).toMatchObject({
      demand: { from: 'demand', metrics: ['NumberOfMessagesSent'] },
      world: { kind: 'queue', taskSeconds: 30, startWithin: 300 },
    });
  });

  test('takes the scenario that "world init --kind queue" writes', async () => {
    const files = {
      'policy.yaml': ON_QUEUE,
      'recorded.json': printed([series('numberOfMessagesSent', wave(30, 90))]),
      'world.yaml': SCENARIO_TEXTS.queue,
    };
    const { code, err } = await run(files, '--json', '--world', 'world.yaml');
    expect([code, err]).toEqual([0, '']);
  });
});

describe('what cannot be replayed is rejected, and the error says what to do', () => {
  test.each<[string, Record<string, string>, { html?: string }, RegExp]>([
    ['an empty file', { 'recorded.json': '' }, {}, /recorded\.json is empty/],
    ['no JSON', { 'recorded.json': 'Id,Value\n' }, {}, /recorded\.json is not JSON/],
    [
      'other Ids: it says what there is and what was looked for',
      { 'recorded.json': printed([{ ...CPU, Id: 'm1', Label: 'Load' }]) },
      {},
      /recorded\.json contains m1 \(Load\); the backtest looked for cpu \(CPUUtilization\), workers/,
    ],
    [
      'no datapoints',
      { 'recorded.json': printed([{ ...CPU, Timestamps: [], Values: [] }, WORKERS]) },
      {},
      /cpu has no datapoints/,
    ],
    ['utilization without workers', { 'recorded.json': printed([CPU]) }, {}, /add a series named workers/],
    [
      'a policy on requests where only utilization was recorded',
      {
        'policy.yaml': POLICY.replace('rules: [', 'rules: [{ kind: target, metric: rps, value: 5 }, ').replace(
          'metrics:\n',
          'metrics:\n  rps: { pushed: {} }\n',
        ),
      },
      {},
      /workerRate is unknown: the policy reads rps, .* workerRate: 20/,
    ],
    [
      'requests of which nobody says how many a worker serves',
      {
        'policy.yaml': ON_REQUESTS.replace(', per: worker', ''),
        'recorded.json': printed([series('requests', () => 9)]),
      },
      {},
      /workerRate is unknown: neither the policy nor the recording says how much of requests one worker serves/,
    ],
    [
      'tasks that wait alone',
      { 'policy.yaml': ON_QUEUE, 'recorded.json': printed([series('waiting', () => 9)]) },
      {},
      /arrivals cannot be derived from waiting tasks alone/,
    ],
    [
      'a queue without how long tasks take and may wait',
      { 'policy.yaml': ON_QUEUE.replace('taskSeconds: 30, drainWithin: 5m', 'perWorker: 9') },
      {},
      /startWithin: is required\n.*headcount world init --kind queue/s,
    ],
    [
      'a metric of which nobody knows what it measures',
      { 'policy.yaml': POLICY.replaceAll('cpu', 'zeal').replace('CPUUtilization', 'zeal') },
      {},
      /Describe them in the field metrics of a scenario file, and pass the file with --world .*:\n {2}metrics\.zeal: is required/,
    ],
    [
      'a world with faults, before the file is looked at',
      { 'world.yaml': 'boot: soon\nbot: 1\n', 'recorded.json': '' },
      {},
      /The scenario \S+world\.yaml is not valid:\n.*boot: /,
    ],
    [
      'a world with a metric that neither the policy nor the file has',
      { 'world.yaml': 'metrics: { cpuu: utilization }\n' },
      {},
      /The scenario \S+world\.yaml is not valid:\n {2}metrics\.cpuu: is not a metric of the policy; did you mean cpu\?$/,
    ],
    [
      'a world that scales the demand',
      { 'world.yaml': 'kind: interactive\npeakWorkers: 50\n' },
      {},
      /peakWorkers scales the demand/,
    ],
    [
      'a demand that needs more workers than a group can have',
      { ...REQUESTED, 'world.yaml': 'workerRate: 0.0001\n' },
      {},
      /workerRate: with workerRate 0\.0001, the highest demand needs [\d,]+ workers, .* at most 100,000\. Check that workerRate/,
    ],
    [
      'a policy with faults',
      { 'policy.yaml': 'group: web\n' },
      {},
      /The policy \S+policy\.yaml is not valid:\n {2}capacity: is required/,
    ],
    ['a page on standard output', {}, { html: '-' }, /--html needs a file name/],
    [
      'times in milliseconds',
      { 'recorded.json': printed([CPU, WORKERS].map(inMilliseconds)) },
      {},
      /Timestamps\[0\]: must be seconds since 1970, and this is later than the year 2100: are these milliseconds\?/,
    ],
    [
      'times that are none, of which a few are told',
      { 'recorded.json': printed([{ ...CPU, Timestamps: CPU.Timestamps.map(() => 'noon') }, WORKERS]) },
      {},
      /not valid:(\n {2}MetricDataResults\[0\]\.Timestamps\[\d\]: must be a time [^\n]*){5}\n {2}and 571 more like these$/,
    ],
    [
      'datapoints too far apart',
      { 'recorded.json': printed([CPU, WORKERS].map(daily)) },
      {},
      /cpu has only one datapoint every 172800 s/,
    ],
    [
      'a world in which nothing is scored',
      { 'world.yaml': 'burnIn: 2d\n' },
      {},
      /burnIn covers all 2\.0 days of the replay, so nothing would be scored/,
    ],
  ])('%s', async (_, files, options, told) => {
    const folder = await folderOf(files);
    const at = (name: string) => join(folder, name);
    const given = { policy: at('policy.yaml'), from: at('recorded.json'), html: at('page.html'), ...options };
    const world = existsSync(at('world.yaml')) ? { world: at('world.yaml') } : {};
    await expect(backtest({ ...given, ...world }, null)).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringMatching(told),
    });
    expect(existsSync(at('page.html'))).toBe(false);
  });

  test.each(['policy.yaml', 'recorded.json', 'world.yaml'])('a page that would overwrite %s', async (name) => {
    const folder = await folderOf({ 'world.yaml': 'boot: 60\n' });
    const at = (file: string) => join(folder, file);
    const before = await readFile(at(name), 'utf8');
    const given = { policy: at('policy.yaml'), from: at('recorded.json'), world: at('world.yaml') };
    await expect(backtest({ ...given, html: join(folder, 'x', '..', name) }, null)).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringMatching(/--html names .*, which is an input: it would be overwritten\.$/),
    });
    expect(await readFile(at(name), 'utf8')).toBe(before);
  });

  test('as a sentence on standard error', async () => {
    const { code, out, err } = await run({ 'recorded.json': '' });
    expect([code, out, err]).toEqual([2, '', 'recorded.json is empty.\n']);
  });

  test.each([
    [['backtest'], /needs --group GROUP, or --from FILE and --policy FILE/],
    [['backtest', '--policy', 'p.yaml'], /p\.yaml cannot be read: there is no such file/],
    [['backtest', '--policy', '-', '--from', '-'], /Only one of --policy, --against, --from and --world/],
    [['backtest', '--policy', 'p.yaml', '--from', 'f.json'], /p\.yaml cannot be read: there is no such file/],
    [['backtest', '--group', 'Web!'], /A group name has at most 63 lower-case letters/],
    [
      ['backtest', '--group', 'web', '--days', '90'],
      /from 0\.05 to 63\. CloudWatch keeps one-minute datapoints for 15 days/,
    ],
  ])('%j', async (command, told) => {
    const { code, err } = await headcount(command);
    expect(code).toBe(2);
    expect(err).toMatch(told);
  });
});

test('--print-query prints a request that the AWS CLI accepts, for the metrics of the demand', async () => {
  const policy = POLICY.replace('cpu: { cl', 'CPU.all: { cl').replaceAll('metric: cpu', 'metric: CPU.all');
  const flags = ['--print-query', '--days', '30', '--policy', '-'];
  const { code, out } = await headcount(['backtest', ...flags], { input: policy });
  expect(code).toBe(0);
  const { MetricDataQueries, StartTime, EndTime } = JSON.parse(out);
  expect(MetricDataQueries).toEqual([
    {
      ...{ Id: 'cPU_all', Label: 'CPU.all' },
      MetricStat: {
        Metric: { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions: [] },
        ...{ Period: 300, Stat: 'Average' },
      },
    },
  ]);
  expect(Date.parse(EndTime) - Date.parse(StartTime)).toBe(30 * 86_400_000);
});

describe('a report for a pull request', () => {
  const files = {
    'old.yaml': POLICY,
    'new.yaml': POLICY.replace('value: 60', 'value: 30'),
    'metrics.json': printed([CPU, WORKERS]),
    'world.yaml': 'kind: interactive\nhourlyUsd: 0.1\n',
  };
  const words = ['backtest', '--policy', 'new.yaml', '--against', 'old.yaml', '--from', 'metrics.json'];

  test('shows cost, shortage, activities, a picture and the changed fields', async () => {
    const directory = await folderWith(files);
    const { code, out } = await headcount([...words, '--world', 'world.yaml', '--markdown'], { directory });
    expect(code).toBe(0);
    expect(out).toMatch(/^### Headcount backtest: web$/m);
    expect(out).toMatch(/^\| cost a month \| \$[\d.]+ \| \$[\d.]+ \| \+[\d.]+ % \|$/m);
    expect(out).toMatch(/^\| demand lost \| .* points \|$/m);
    expect(out).toMatch(/^\| activities \| \d+ \| \d+ \| .* \|$/m);
    expect(out).toMatch(/^today [▁-█]{60} at most \d+\nnew {3}[▁-█]{60} at most \d+$/m);
    expect(out).toContain('rules\\[cpu\\].value 60 → 30');
  });

  test('fails by a condition, and says which', async () => {
    const directory = await folderWith(files);
    const conditions = ['--fail-if', 'cost > +10%', '--fail-if', 'shortage > 50%'];
    const [failed, json, wrong, kept] = await Promise.all([
      headcount([...words, '--world', 'world.yaml', '--markdown', ...conditions], { directory }),
      headcount([...words, '--world', 'world.yaml', '--json', ...conditions], { directory }),
      headcount([...words, '--fail-if', 'price > 3'], { directory }),
      headcount([...words, '--world', 'world.yaml', '--fail-if', 'shortage > 50%'], { directory }),
    ]);
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/^\*\*Failed\*\*: `cost > \+10%` \(cost is /m);
    expect(failed.out).toMatch(/^Passed: `shortage > 50%`/m);
    expect(failed.err).toMatch(/cost > \+10%: cost is /);
    expect(failed.err).not.toContain('shortage');
    expect(json.code).toBe(1);
    expectDocumented(['backtest'], JSON.parse(json.out));
    expect(JSON.parse(json.out).failIf).toMatchObject([{ result: 'failed' }, { result: 'kept' }]);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain("'cost > +10%'");
    expect(kept.code).toBe(0);
  });
});
