import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../../local/paths.ts';
import { folderWith, headcount } from '../headcount.ts';

const POLICY = `group: web
capacity: { min: 1, max: 200 }
metrics: { cpu: { cloudwatch: { namespace: AWS/EC2, name: CPUUtilization } } }
rules: [{ name: cpu, kind: target, metric: cpu, value: 60 }]
`;
const ZEAL = POLICY.replaceAll('cpu', 'zeal').replace('CPUUtilization', 'zeal');
const lineOf = (minute: number, value: number) => `${new Date(minute * 60_000).toISOString()},${value}`;
const DEMAND = ['timestamp,value', ...Array.from({ length: 60 }, (_, minute) => lineOf(minute, 40 + minute)), ''];
const INPUTS = ['demand.csv', 'policy.yaml'];
const BOTH = ['--trajectory', 'out.csv', '--html', 'out.html'];

const folder = (files: Record<string, string> = {}) =>
  folderWith({ 'policy.yaml': POLICY, 'demand.csv': DEMAND.join('\n'), ...files });
const simulate = (directory: string, ...flags: string[]) =>
  headcount(['simulate', '--policy', 'policy.yaml', '--demand', 'demand.csv', ...flags], { directory });
const contentsOf = async (directory: string) => (await readdir(directory)).sort();

describe('a recording as Excel or PowerShell saves it', () => {
  const utf16 = Buffer.from(`\uFEFF${DEMAND.join('\r\n')}`, 'utf16le');
  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${DEMAND.join('\r\n')}`)],
    ['UTF-16', utf16],
    ['UTF-16 with the other order of bytes', Buffer.from(utf16).swap16()],
  ])('in %s is read', async (_, bytes) => {
    const directory = await folder();
    const { out: plain } = await simulate(directory, '--json');
    await writeFile(join(directory, 'demand.csv'), bytes);
    const { code, out, err } = await simulate(directory, '--json');
    expect({ code, out, err }).toEqual({ code: 0, out: plain, err: '' });
  });
});

test('demand is read from a named pipe, or from what a shell passes for <(command)', async () => {
  const directory = await folder();
  const { out: plain } = await simulate(directory, '--json');
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  spawn('sh', ['-c', 'cat demand.csv > pipe'], { cwd: directory });
  const { code, out } = await simulate(directory, '--json', '--demand', 'pipe');
  expect({ code, out }).toEqual({ code: 0, out: plain });
});

describe('files that simulate writes', () => {
  test('exist when it ends, and it prints where the page is', async () => {
    const directory = await folder();
    const { code, out, err } = await simulate(directory, ...BOTH);
    expect([code, err.split('\n').at(-2)]).toEqual([0, 'The page is in out.html.']);
    expect(out).toMatch(/^policy /m);
    expect(await contentsOf(directory)).toEqual([...INPUTS, 'out.csv', 'out.html'].sort());
    expect(await readFile(join(directory, 'out.html'), 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  });

  describe('the page', () => {
    const TOO_SMALL = POLICY.replace('max: 200', 'max: 40');
    const ROLLING = `${TOO_SMALL}provider:
  kind: ec2
  launchTemplate: { name: web }
  instanceTypes: [m7g.large]
  subnets: [subnet-0aaa1111]
  rollout: { parallel: 10% }
`;
    const pageOf = async (directory: string) => readFile(join(directory, 'out.html'), 'utf8');

    test('has every note of the terminal, and what --rollout predicts', async () => {
      const directory = await folder({ 'policy.yaml': ROLLING });
      const { out, err } = await simulate(directory, '--html', 'out.html', '--rollout');
      const page = await pageOf(directory);
      const notes = err.split('\n').filter((line) => line.startsWith('Note: '));
      expect(notes).toContainEqual(expect.stringContaining('capacity.max, 40, limited it'));
      expect(notes.length).toBeGreaterThan(1);
      for (const note of notes) expect(page).toContain(`<p>${note.replaceAll('"', '&quot;')}</p>`);
      expect(page).toContain(`<p>${/^A rollout that .*$/m.exec(out)?.[0]}</p>`);
    });

    test('says first that capacity.max is too low, and then does not praise the policy', async () => {
      const directory = await folder({ 'policy.yaml': TOO_SMALL });
      await simulate(directory, '--html', 'out.html', '--compare', 'hpa=0.6');
      const [lead = ''] = /(?<=<p class="lead">).*(?=<.p>)/.exec(await pageOf(directory)) ?? [];
      expect(lead).toMatch(
        /The policy wanted more than capacity\.max, 40, in \d+ % of its evaluations\. The other autoscalers have the same limit\.$/,
      );
    });

    test('praises a policy that no limit held', async () => {
      const directory = await folder();
      await simulate(directory, '--html', 'out.html', '--compare', 'static=200');
      const page = await pageOf(directory);
      expect(page).toContain('No other autoscaler needs noticeably fewer');
      expect(page).not.toContain('wanted more than');
    });
  });

  test('are not mentioned with --json', async () => {
    const { code, out, err } = await simulate(await folder(), ...BOTH, '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).algorithms).toHaveLength(1);
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['a world does not tell a metric of the policy', BOTH, { 'policy.yaml': ZEAL }, /metrics\.zeal: is required/],
    ['an algorithm is unknown', [...BOTH, '--compare', 'magic'], {}, /not "magic"/],
    [
      'one of them cannot be written',
      ['--trajectory', 'out.csv', '--html', 'none/out.html'],
      {},
      /none\/out\.html cannot be written: its folder does not exist/,
    ],
    ['one has no name', ['--trajectory', 'out.csv', '--html', '-'], {}, /--html needs a file name/],
    ['both have one name', ['--trajectory', 'out', '--html', './out'], {}, /both name \.\/out/],
    [
      'one is read',
      ['--trajectory', './demand.csv'],
      {},
      /--trajectory names \.\/demand\.csv, which is an input: it would/,
    ],
    ['the other has no name', ['--trajectory', '-', '--html', 'out.html'], {}, /--trajectory needs a file name/],
    [
      'the recording ends in nonsense',
      BOTH,
      { 'demand.csv': `${DEMAND.join('\n')}nonsense\n` },
      /demand\.csv: line 62: /,
    ],
  ])('are not written when %s', async (_, flags, files, told) => {
    const directory = await folder(files);
    const { code, err } = await simulate(directory, ...flags);
    expect(code).toBe(2);
    expect(err).toMatch(told);
    expect(await contentsOf(directory)).toEqual(INPUTS);
  });

  test('are replaced only if it succeeds', async () => {
    const directory = await folder({ 'out.csv': 'old', 'out.html': 'old', 'zeal.yaml': ZEAL });
    const contents = () => Promise.all(['out.csv', 'out.html'].map((name) => readFile(join(directory, name), 'utf8')));
    await simulate(directory, '--policy', 'zeal.yaml', ...BOTH);
    expect(await contents()).toEqual(['old', 'old']);
    await simulate(directory, ...BOTH);
    expect(await contents()).toEqual([expect.stringMatching(/^timestamp,/), expect.stringMatching(/^<!doctype/)]);
  });

  test('are written through a link, and to a target that is not a file', async () => {
    const directory = await folder({ 'real.csv': 'old' });
    await symlink('real.csv', join(directory, 'out.csv'));
    const { code } = await simulate(directory, '--trajectory', 'out.csv', '--html', '/dev/null');
    expect(code).toBe(0);
    expect(await readlink(join(directory, 'out.csv'))).toBe('real.csv');
    expect(await readFile(join(directory, 'real.csv'), 'utf8')).toMatch(/^timestamp,/);
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('may have markup in their names', async () => {
    const directory = await folder();
    const name = '<img src=x>/</script>.csv';
    await mkdir(join(directory, dirname(name)), { recursive: true });
    await writeFile(join(directory, name), DEMAND.join('\n'));
    await simulate(directory, '--demand', name, '--html', 'out.html');
    const page = await readFile(join(directory, 'out.html'), 'utf8');
    expect(page).toContain('replayed on &lt;img src=x&gt;/&lt;/script&gt;.csv');
    expect(page).not.toContain('<img');
  });

  test('are not left incomplete when it is ended', async () => {
    const weeks = Array.from({ length: 200_000 }, (_, minute) => lineOf(minute, 40 + (minute % 60)));
    const directory = await folder({ 'demand.csv': ['timestamp,value', ...weeks, ''].join('\n') });
    const names = ['--policy', 'policy.yaml', '--demand', 'demand.csv', '--compare', 'hpa,step,static'];
    const child = spawn(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), 'simulate', ...names, ...BOTH], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const out = text(child.stdout);
    while ((await contentsOf(directory)).length < 4 && child.exitCode === null) await setTimeout(20);
    expect((await contentsOf(directory)).filter((name) => name.endsWith('.part'))).toHaveLength(2);
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
    expect(await out).toBe('');
    expect(await contentsOf(directory)).toEqual(INPUTS);
  });
});
