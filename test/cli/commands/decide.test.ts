import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../../../local/paths.ts';
import { byRun } from '../../full-run.ts';
import { folderWith, headcount, headcountProcess, OBSERVATION, POLICY } from '../headcount.ts';

const files = (observation: unknown = OBSERVATION) =>
  folderWith({ 'policy.yaml': POLICY, 'observation.json': JSON.stringify(observation) });
const DECIDE = ['decide', '--policy', 'policy.yaml', '--observation', 'observation.json'];

test('a decision is printed as text', async () => {
  const { code, out } = await headcount(DECIDE, { directory: await files() });
  expect(code).toBe(0);
  expect(out.split('\n')[0]).toBe('ci-runners: Scale out 4 → 6. Rules asked for 6 (cpu 90, target 60).');
  expect(out).toMatch(/^rule:cpu +6 +cpu 90, target 60/m);
});

test('a decision is printed as JSON', async () => {
  const { code, out } = await headcount([...DECIDE, '--json'], { directory: await files() });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ group: 'ci-runners', direction: 'out', current: 4, desired: 6, change: 2 });
});

test('either file may come from standard input', async () => {
  const directory = await files();
  const observed = ['decide', '--policy', 'policy.yaml', '--observation', '-', '--json'];
  const { out } = await headcount(observed, { directory, input: JSON.stringify(OBSERVATION) });
  expect(JSON.parse(out).desired).toBe(6);
  const { out: same } = await headcount(['decide', '--policy', '-', '--observation', 'observation.json', '--json'], {
    directory,
    input: POLICY,
  });
  expect(same).toBe(out);
});

test('an invalid observation is rejected with its errors', async () => {
  const directory = await files({ ...OBSERVATION, now: 'noon', workers: 'many' });
  const { code, out, err } = await headcount(DECIDE, { directory });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(
    /^The observation observation\.json is not valid:\n {2}now: must be a time .*\n {2}workers: must be/,
  );
});

test('fields that nothing reads are named, and change nothing', async () => {
  const { out: same } = await headcount([...DECIDE, '--json'], { directory: await files() });
  const cluster = { desire: 4, givingBack: [] };
  const more = { ...OBSERVATION, metric: {}, later: 1, history: { proposal: [] }, cluster };
  const { code, out, err } = await headcount([...DECIDE, '--json'], { directory: await files(more) });
  const { warnings, ...decision } = JSON.parse(out);
  expect({ code, decision }).toEqual({ code: 0, decision: JSON.parse(same) });
  expect(warnings).toMatchObject([
    { path: 'metric', code: 'unknown-field', params: { close: 'metrics' } },
    { path: 'later', code: 'unknown-field', message: 'is not a known field' },
    { path: 'history.proposal' },
    { path: 'cluster.desire' },
  ]);
  expect(err.split('\n').slice(0, -1)).toEqual([
    'Note: observation.json: metric is not a known field, so it has no effect; did you mean metrics?',
    'Note: observation.json: later is not a known field, so it has no effect.',
    'Note: observation.json: history.proposal is not a known field, so it has no effect; did you mean proposals?',
    'Note: observation.json: cluster.desire is not a known field, so it has no effect; did you mean desired?',
  ]);
});

test('fields of cases that nothing reads are named once in a file', async () => {
  const written = { ...OBSERVATION, metric: {} };
  const cases = [1, 2, 3].map((id) =>
    JSON.stringify({ id, policy: parse(POLICY), observation: id === 1 ? OBSERVATION : written }),
  );
  const { code, out, err } = await headcount(['decide', '--cases', '-'], { input: cases.join('\n') });
  const answers = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(answers.map(({ warnings = [] }) => warnings.map(({ path }: { path: string }) => path))).toEqual([
    [],
    ['metric'],
    ['metric'],
  ]);
  expect(err).toBe(
    'Note: standard input: line 2: observation.metric is not a known field, so it has no effect; did you mean metrics?\n',
  );
});

test('a large observation is read, with its datapoints in any order', async () => {
  const points = Array.from({ length: 4_000 }, (_, second) => ({
    at: new Date(Date.parse('2026-11-21T11:59:00Z') - second * 1000).toISOString(),
    value: second === 0 ? 90 : 60,
  }));
  const directory = await files({ ...OBSERVATION, metrics: { cpu: points } });
  const { out } = await headcount([...DECIDE, '--json'], { directory });
  expect(JSON.parse(out).desired).toBe(6);
});

test('a file with several policies is rejected', async () => {
  const directory = await folderWith({ 'policy.yaml': `${POLICY}---\n${POLICY}`, 'observation.json': '{}' });
  const { code, err } = await headcount(DECIDE, { directory });
  expect({ code, err }).toEqual({
    code: 2,
    err: 'policy.yaml contains 2 documents; exactly one is expected. Put each into a file of its own.\n',
  });
});

const caseLine = (id: unknown, value: number): string =>
  JSON.stringify({
    id,
    policy: parse(POLICY),
    observation: { ...OBSERVATION, metrics: { cpu: [{ at: '2026-11-21T11:59:00Z', value }] } },
  });

test('every case gets its own line, in order, and an invalid one does not stop the others', async () => {
  const lines = [
    caseLine('a', 90),
    '{"id":',
    '',
    caseLine(2, 60),
    '7',
    '[]',
    JSON.stringify({ id: 'p', policy: { ...parse(POLICY), colour: 'red' }, observation: OBSERVATION }),
    JSON.stringify({ id: 'o', policy: parse(POLICY), observation: {} }),
    JSON.stringify({ id: 'n' }),
    caseLine('\u2028z', 120),
  ];
  const { code, out } = await headcount(['decide', '--cases', '-'], { input: lines.join('\r\n') });
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { id: 'a', decision: expect.objectContaining({ desired: 6 }) },
    { id: null, error: expect.stringMatching(/^line 2 is not JSON: /) },
    { id: 2, decision: expect.objectContaining({ desired: 4, direction: 'hold' }) },
    { id: null, error: 'line 5 must be a map with id, policy and observation' },
    { id: null, error: 'line 6 must be a map with id, policy and observation' },
    { id: 'p', error: 'colour: is not a known field' },
    { id: 'o', error: 'observation: now: is required' },
    { id: 'n', error: expect.stringMatching(/^policy: is required; observation: /) },
    { id: '\u2028z', decision: expect.objectContaining({ desired: 8 }) },
  ]);
});

test('a line that is not UTF-8 is reported, and the next one is read', async () => {
  const input = Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(caseLine('a', 90))]);
  const { out } = await headcount(['decide', '--cases', '-'], { input });
  const [first, second] = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toEqual({ id: null, error: 'line 1 is not UTF-8 text' });
  expect(second).toMatchObject({ id: 'a', decision: { desired: 6 } });
});

test('unreadable cases are rejected', async () => {
  const directory = await folderWith({});
  expect(await headcount(['decide', '--cases', 'nowhere.jsonl'], { directory })).toEqual({
    code: 2,
    out: '',
    err: 'nowhere.jsonl cannot be read: there is no such file. Check its name and its permissions.\n',
  });
  expect((await headcount(['decide', '--cases', '.'], { directory })).err).toBe(
    '. cannot be read: it is a folder. Check its name and its permissions.\n',
  );
});

test('a file without cases gets a note', async () => {
  const directory = await folderWith({ 'empty.jsonl': '', 'blank.jsonl': '\n\n' });
  for (const file of ['empty.jsonl', 'blank.jsonl']) {
    expect(await headcount(['decide', '--cases', file], { directory })).toEqual({
      code: 0,
      out: '',
      err: `Note: ${file} has no cases.\n`,
    });
  }
});

test('a case is answered as soon as it is read, so that a large file never needs much memory', async () => {
  const child = spawn(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), 'decide', '--cases', '-']);
  onTestFinished(() => void child.kill());
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  for (const id of ['first', 'second', 'third']) {
    child.stdin.write(`${caseLine(id, 90)}\n`);
    expect(JSON.parse((await answers.next()).value ?? '')).toMatchObject({ id, decision: { desired: 6 } });
  }
});

test('thousands of cases are answered in order', async () => {
  const count = byRun({ quick: 1_000, full: 5_000 });
  const input = Array.from({ length: count }, (_, id) => caseLine(id, 30 + (id % 90))).join('\n');
  // More than a pipe holds at a time.
  const { out } = await headcountProcess(['decide', '--cases', '-'], { input });
  const ids = out
    .trimEnd()
    .split('\n')
    .map((line) => Number(/^\{"id":(\d+),"decision"/.exec(line)?.[1]));
  expect(ids).toEqual(Array.from({ length: count }, (_, id) => id));
});

test('it ends without an error when the reader closes the pipe', async () => {
  const directory = await folderWith({
    'cases.jsonl': Array.from({ length: 5_000 }, (_, id) => caseLine(id, 90)).join('\n'),
  });
  const child = spawn(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), 'decide', '--cases', 'cases.jsonl'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
