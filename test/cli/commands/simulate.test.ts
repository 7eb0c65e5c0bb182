import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectDocumented, ROW_FIELDS } from '../documented.ts';
import { folderWith, headcount } from '../headcount.ts';

const POLICY = `group: web
capacity: { min: 1, max: 200 }
warmup: 2m
metrics: { cpu: { cloudwatch: { namespace: AWS/EC2, name: CPUUtilization } } }
rules: [{ name: cpu, kind: target, metric: cpu, value: 60 }]
`;
const WORLD = 'kind: interactive\npeakWorkers: 20\nhourlyUsd: 0.1\n';

async function folder(files: Record<string, string> = {}): Promise<string> {
  const { out } = await headcount(['demand', 'generate', '--pattern', 'diurnal', '--days', '1', '--step', '300']);
  return folderWith({ 'policy.yaml': POLICY, 'world.yaml': WORLD, 'demand.csv': out, ...files });
}
const simulate = (directory: string, ...flags: string[]) =>
  headcount(['simulate', '--policy', 'policy.yaml', '--demand', 'demand.csv', ...flags], { directory });

describe('simulate', () => {
  test('replays the policy and the others on the same demand, the policy first', async () => {
    const directory = await folder();
    const others = [
      'hpa',
      'target-tracking',
      'target-tracking-high-resolution',
      'predictive',
      'predictive-forecast-only',
    ];
    const compare = ['--compare', `${others},step,keda,karpenter,static`];
    const { code, out, err } = await simulate(directory, '--world', 'world.yaml', '--json', ...compare);
    expect([code, err]).toEqual([0, '']);
    expectDocumented(['simulate'], JSON.parse(out));
    const { policy, algorithms } = JSON.parse(out);
    expect(policy).toMatchObject({ group: 'web', rules: [{ value: 60 }] });
    expect(algorithms.map(({ name }: { name: string }) => name)).toEqual([
      ...['policy', ...others, 'step', 'keda', 'karpenter', 'static'],
    ]);
    for (const row of algorithms) {
      expect(Object.keys(row)).toEqual(ROW_FIELDS);
      expect(row.costRatio).toBeCloseTo(row.workerHours / row.optimumWorkerHours, 3);
      expect(row.equalLossRatio).toBeGreaterThan(0.999);
      expect(row.equalLossPercent).toBe(row.latePercent);
      // Whoever loses work may be cheaper than the optimum, which loses none.
      if (row.latePercent === 0) expect(row.costRatio).toBeGreaterThan(1);
      expect(row.usd).toBeCloseTo(row.workerHours / 10, 2);
    }
    const fixed = algorithms.at(-1);
    // The peak of a minute's mean needs 20; single steps may need one more.
    expect(Math.abs(fixed.workerHours - 20 * 24)).toBeLessThanOrEqual(24);
    expect(fixed).toMatchObject({ latePercent: 0, actions: 0 });
  });

  test('says how much of the recording is missing, and how it is replayed', async () => {
    const directory = await folder();
    const rows = (await readFile(join(directory, 'demand.csv'), 'utf8')).split('\n');
    const whole = await simulate(directory, '--world', 'world.yaml', '--json');
    expect(JSON.parse(whole.out).notes.join()).not.toContain('no rows');
    const gapped = await folder({ 'demand.csv': [...rows.slice(0, 100), ...rows.slice(124)].join('\n') });
    const note =
      'the recording has no rows for 2 h (8.3 % of its time), and its longest gap is 2 h; the replay interpolates demand in gaps.';
    const json = await simulate(gapped, '--world', 'world.yaml', '--json');
    expectDocumented(['simulate'], JSON.parse(json.out));
    expect(JSON.parse(json.out).notes).toContain(note);
    expect((await simulate(gapped, '--world', 'world.yaml')).err).toContain(`Note: ${note}`);
    const recommended = ['recommend', 'rule', '--demand', 'demand.csv', '--json'];
    expect((await headcount(recommended, { directory: gapped })).out).toContain(note.slice(0, -1));
  });

  test('prints a table by default, and below it what its columns and rows mean', async () => {
    const compare = ['--compare', 'hpa=0.7,static=9,predictive'];
    const { code, out, err } = await simulate(await folder(), '--world', 'world.yaml', ...compare);
    expect(code).toBe(0);
    expect(out).toMatch(/^ +WORKER-HOURS +× OPTIMUM +LOST/);
    expect(out).toMatch(/^policy .*\$\d/m);
    expect(out).toMatch(/^hpa=0.7 /m);
    expect(out).toMatch(/^× equal loss: the cost /m);
    expect(out).toMatch(/^static: always the same number of workers/m);
    expect(err).toContain('so in this replay of 24.0 hours it does the same as target-tracking');
  });

  test('evaluates as often as the policy says, unless the scenario says otherwise', async () => {
    const points = Array.from({ length: 12 }, (_, minute) => `2026-01-05T00:${String(minute).padStart(2, '0')}:00Z,1`);
    const files = {
      'policy.yaml': `${POLICY}evaluateEvery: 5m\n`,
      'demand.csv': ['timestamp,value', ...points, ''].join('\n'),
      'often.yaml': `${WORLD}evaluateEvery: 15s\n`,
      'world.yaml': WORLD,
    };
    const directory = await folderWith(files);
    const decided = async (world: string) => {
      const { code, err } = await simulate(directory, '--world', world, '--trajectory', `${world}.csv`);
      expect(code).toBe(0);
      const rows = (await readFile(join(directory, `${world}.csv`), 'utf8')).trimEnd().split('\n').slice(1);
      return { times: rows.filter((row) => !row.endsWith(',')).map((row) => row.slice(11, 19)), err };
    };
    const [asked, often] = [await decided('world.yaml'), await decided('often.yaml')];
    expect(asked.times).toEqual(['00:00:00', '00:05:00', '00:10:00']);
    expect(often.times).toHaveLength(48);
    expect(often.err).toContain('asks to be evaluated every 300 s; in this scenario it is evaluated every 15 s');
  });

  test.each([
    ['workerRate', 'kind: interactive\nworkerRate: 0.0000001\n', /highest demand needs \d{1,3}(,\d{3}){2} workers/],
    ['workerRate', 'kind: interactive\nworkerRate: 1.0e-300\n', /needs more than 1,000,000,000,000 workers/],
    ['peakWorkers', 'kind: interactive\npeakWorkers: 1000000\n', /must be at most 100000/],
    [
      'peakWorkers',
      'kind: interactive\npeakWorkers: 100000\nnoise: poisson\nseed: 3\n',
      /highest demand needs 1\d\d,\d{3} workers.* at most 100,000\. Set a lower peakWorkers: it is the peak of the mean over a minute/,
    ],
    ['taskSeconds', 'kind: queue\nstartWithin: 5m\ntasks: whole\ntaskSeconds: 1.0e+14\n', /must be at most 31622400/],
    ['taskSeconds', 'kind: queue\nstartWithin: 5m\ntaskSeconds: 30000000\n', /highest demand needs [\d,]+ workers/],
  ])('rejects a %s for which no group could be large enough', async (field, world, why) => {
    const policy =
      'group: web\ncapacity: { min: 1, max: 9 }\nmetrics: { queued: { sqs: { queue: jobs } } }\nrules: [{ kind: backlog, metric: queued, perWorker: 1 }]\n';
    const demand = 'timestamp,value\n2026-01-05T00:00:00Z,1\n2026-01-05T01:00:00Z,1\n';
    const files = { 'world.yaml': world, ...(world.includes('queue') && { 'policy.yaml': policy }) };
    const directory = await folder({ ...files, 'demand.csv': demand });
    const { code, err } = await simulate(directory, '--world', 'world.yaml');
    expect(code).toBe(2);
    expect(err).toContain(`${field}: `);
    expect(err).toMatch(why);
  });

  test.each([
    ['kind: interactive\nworkerRate: 100000\n', 'check workerRate, or set peakWorkers'],
    ['kind: interactive\npeakWorkers: 0.5\n', 'set a higher peakWorkers'],
  ])('says that the demand is too small to decide anything: %j', async (world, remedy) => {
    const directory = await folder({ 'world.yaml': world });
    const note = `the demand never needs more than capacity.min, 1: ${remedy} in the scenario.`;
    expect((await simulate(directory, '--world', 'world.yaml')).err).toContain(`Note: ${note}`);
    expect(JSON.parse((await simulate(directory, '--world', 'world.yaml', '--json')).out).notes).toContain(note);
    const recommended = await headcount(['recommend', 'rule', '--demand', 'demand.csv', '--world', 'world.yaml'], {
      directory,
    });
    expect(recommended.out + recommended.err).toContain('he demand never needs more than one worker');
  });

  test('says of static that capacity.max limits it', async () => {
    const { out } = await simulate(await folder(), '--world', 'world.yaml', '--compare', 'static');
    expect(out).toContain('as many as the highest demand needs, but at most capacity.max.');
  });

  test('writes a row for each step of the trajectory', async () => {
    const directory = await folder();
    await simulate(directory, '--world', 'world.yaml', '--trajectory', 'out.csv');
    const rows = (await readFile(join(directory, 'out.csv'), 'utf8')).trimEnd().split('\n');
    expect(rows[0]).toBe('timestamp,demand,desired,ready,booting,draining,billed,served,lost,queued,decision');
    expect(rows).toHaveLength(1 + 5760);
    expect(rows[1]).toMatch(/^2026-01-05T00:00:00Z,\d/);
    expect(rows.some((row) => row.includes('Scale out'))).toBe(true);
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown algorithm', ['--compare', 'magic'], {}, /--compare accepts hpa, .* not "magic"/],
    [
      'an algorithm and its setting without a sign',
      ['--compare', 'hpa0.6'],
      {},
      /not "hpa0\.6"; did you mean hpa=0\.6\?/,
    ],
    ['with another sign', ['--compare', 'keda:5'], {}, /not "keda:5"; did you mean keda=5\?/],
    ['with a name that is almost right', ['--compare', 'hpaa=0.6'], {}, /not "hpaa"; did you mean hpa=0\.6\?/],
    ['a target that is no number', ['--compare', 'hpa=x'], {}, /--compare hpa=x: .* must be a number above 0/],
    ['a target in percent', ['--compare', 'hpa=7'], {}, /--compare hpa=7: .* at most 1; for 70 %, write hpa=0\.7/],
    ['a number that is too high', ['--compare', 'static=2e6'], {}, /--compare static=2e6: .* at most 1000000/],
    [
      'a world with faults',
      ['--world', 'world.yaml'],
      { 'world.yaml': 'kind: queue\nboot: -1\n' },
      /boot: .*\n.*taskSeconds: is required/s,
    ],
    [
      'a metric that cannot be told',
      [],
      { 'policy.yaml': POLICY.replaceAll('cpu', 'zeal').replace('CPUUtilization', 'zeal') },
      /metrics.zeal: is required/,
    ],
    [
      'a world with a metric that the policy does not have',
      ['--world', 'world.yaml'],
      { 'world.yaml': 'kind: interactive\npeakWorkers: 5\nmetrics: { cpuu: utilization }\n' },
      /metrics\.cpuu: is not a metric of the policy; did you mean cpu\?/,
    ],
    [
      'a world in which a metric without periods grows',
      ['--world', 'world.yaml'],
      {
        'policy.yaml': POLICY.replace(/cloudwatch: \{.*?\}/, 'pushed: {}'),
        'world.yaml': 'kind: interactive\npeakWorkers: 5\nmetrics: { cpu: { grows: true } }\n',
      },
      /metrics\.cpu\.grows: is only for metrics of CloudWatch/,
    ],
    [
      'a world in which nothing is scored',
      ['--world', 'world.yaml'],
      { 'world.yaml': 'kind: interactive\npeakWorkers: 5\nburnIn: 30d\n' },
      /burnIn covers all 1\.0 days of the replay, so nothing would be scored/,
    ],
    ['a recording without a header', [], { 'demand.csv': '1,2\n' }, /demand.csv: line 1: the header must be/],
    [
      'a recording of one point',
      [],
      { 'demand.csv': 'timestamp,value\n2026-01-01T00:00:00Z,1\n' },
      /at least two datapoints/,
    ],
    ['an empty recording', [], { 'demand.csv': '' }, /demand\.csv is empty\. Check that it is the right file/],
    [
      'a recording of nothing',
      [],
      { 'demand.csv': 'timestamp,value\n2026-01-01T00:00:00Z,0\n2026-01-01T00:01:00Z,0\n' },
      /every value of the recording is 0/,
    ],
  ])('rejects %s with an error', async (_, flags, files, told) => {
    const { code, out, err } = await simulate(await folder(files), ...flags);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(told);
    expect(err).not.toContain('    at ');
  });
});

describe('demand generate', () => {
  test.each(['diurnal', 'flash', 'ramp', 'jobs', 'noise', 'outage'])(
    '%s is the same for the same seed',
    async (pattern) => {
      const made = (seed: string) =>
        headcount(['demand', 'generate', '--pattern', pattern, '--days', '0.5', '--step', '60', '--seed', seed]);
      const [one, again, other] = await Promise.all([made('1'), made('1'), made('2')]);
      expect(one.out.split('\n')).toHaveLength(1 + 720 + 1);
      expect(again.out).toBe(one.out);
      expect(other.out).not.toBe(one.out);
    },
  );

  test('rejects an unknown pattern or length', async () => {
    expect((await headcount(['demand', 'generate', '--pattern', 'sine'])).code).toBe(2);
    expect((await headcount(['demand', 'generate', '--pattern', 'ramp', '--days', 'many'])).code).toBe(2);
  });
});

test.each(['interactive', 'queue'])('a scenario from init can be simulated unchanged: %s', async (kind) => {
  const directory = await folder();
  expect((await headcount(['world', 'init', 'new.yaml', '--kind', kind], { directory })).code).toBe(0);
  const policy = POLICY.replace('CPUUtilization', 'ApproximateNumberOfMessagesVisible');
  const ran = await headcount(
    ['simulate', '--policy', '-', '--demand', 'demand.csv', '--world', 'new.yaml', '--json'],
    { directory, input: kind === 'queue' ? policy : POLICY },
  );
  expect(ran.code).toBe(0);
  expect((await headcount(['world', 'init', 'new.yaml'], { directory })).err).toContain('already exists');
});

test('reports what the table alone does not show: a scaled demand, the maximum', async () => {
  const directory = await folder();
  const short = POLICY.replace(/max: \d+/, 'max: 2')
    .replace('CPUUtilization', 'RequestCount')
    .replace('value: 60', 'value: 5');
  const ran = await headcount(['simulate', '--policy', '-', '--demand', 'demand.csv'], { directory, input: short });
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('Note: without --world, the work is requests to interactive workers');
  expect(ran.err).toContain('Note: the demand is scaled so that its peak needs 50 workers');
  expect(ran.err).toMatch(/Note: capacity\.max, 2, limited it in \d+ of \d+ evaluations\./);
});

test('what was assumed of the workers is said where much is lost', async () => {
  const directory = await folder();
  const rule = 'kind: step, metric: cpu, threshold: 900, steps: [{ from: 0, add: 2 }]';
  const input = POLICY.replace('CPUUtilization', 'RequestCount').replace('kind: target, metric: cpu, value: 60', rule);
  const ran = await headcount(['simulate', '--policy', '-', '--demand', 'demand.csv', '--json'], { directory, input });
  const hint = 'If your workers do not serve one unit of demand a second each, set workerRate in a scenario';
  expect(JSON.parse(ran.out).notes.join(' ')).toContain(hint);
});

test('a start that is not a time is reported', async () => {
  const ran = await headcount(['demand', 'generate', '--pattern', 'noise', '--start', 'yesterday'], {});
  expect([ran.code, ran.err.trim()]).toEqual([2, '--start yesterday must be a time such as 2026-01-05T00:00:00Z.']);
});
