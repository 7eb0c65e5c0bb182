import { describe, expect, test } from 'vitest';
import { folderWith, headcount, NO_AWS, POLICY } from '../headcount.ts';

const validate = async (content: string | Buffer) =>
  headcount(['policy', 'validate', 'policy.yaml'], { directory: await folderWith({ 'policy.yaml': content }) });

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('a policy file is read in every encoding', () => {
  test.each<[string, string | Buffer]>([
    ['plainly', POLICY],
    ['with a byte order mark', `\uFEFF${POLICY}`],
    ['in UTF-16', utf16(POLICY)],
    ['in UTF-16 with the other order of bytes', utf16(POLICY).swap16()],
    ['with carriage returns', POLICY.replaceAll('\n', '\r\n')],
    ['with dashes around it', `---\n${POLICY}---\n`],
    [
      'as JSON',
      '{ "group": "a", "capacity": { "min": 0, "max": 1 }, "provider": { "kind": "ec2", "launchTemplate": { "name": "web" }, "instanceTypes": ["c7g.large"], "subnets": ["subnet-a"] } }',
    ],
    ['with anchors', POLICY.replace('dimensions: {', 'dimensions: &d {').replace('warmup', 'warmup')],
    [
      'with merged parts',
      POLICY.replace('capacity: { min: 2, max: 50 }', 'capacity: { <<: { min: 2, max: 9 }, max: 50 }'),
    ],
  ])('%s', async (_, content) => {
    const { code, out, err } = await validate(content);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^policy\.yaml: (ci-runners|a) is valid\n$/);
  });

  test('that is invalid, from standard input', async () => {
    const { code, err } = await headcount(['policy', 'validate', '-'], { input: 'group: 7\n' });
    expect({ code, first: err.split('\n')[0] }).toEqual({
      code: 2,
      first: 'The policy on standard input is not valid:',
    });
  });

  test('from standard input', async () => {
    const { code, out } = await headcount(['policy', 'validate', '-'], { input: POLICY });
    expect({ code, out }).toEqual({ code: 0, out: 'standard input: ci-runners is valid\n' });
  });

  test('with several documents', async () => {
    const { out } = await validate(`${POLICY}---\n${POLICY.replace('ci-runners', 'others')}`);
    expect(out).toBe('policy.yaml: ci-runners is valid\npolicy.yaml: others is valid\n');
  });
});

const BOMB = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  .concat(Array.from({ length: 11 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`))
  .join('\n');

describe('a file without a document is rejected with a sentence', () => {
  test.each<[string, string | Buffer, string]>([
    ['empty', '', 'policy.yaml is empty.'],
    ['only a comment', '# to do\n', 'policy.yaml is empty.'],
    ['broken YAML', 'group: [a\nb: 2\n', 'policy.yaml:2:1: invalid YAML:'],
    ['a field twice', 'group: a\ngroup: b\n', 'policy.yaml:2:1: invalid YAML: Map keys must be unique'],
    ['an unknown tag', 'group: !Ref Group\n', 'policy.yaml:1:8: invalid YAML: Unresolved tag: !Ref'],
    ['a key that is a list', '? [a, b]\n: c\n', 'all keys must be strings'],
    ['an alias bomb', BOMB, 'policy.yaml: invalid YAML: its aliases expand to too many values'],
    ['far too deep', '['.repeat(100_000), 'it is nested too deeply'],
    ['UTF-16 without a byte order mark', utf16(POLICY).subarray(2), 'policy.yaml is not UTF-8 text'],
    ['an old code page', Buffer.from('group: "caf\xe9"\n', 'latin1'), 'policy.yaml is not UTF-8 text'],
    ['far too large', Buffer.alloc(33e6, ' '), 'policy.yaml is larger than 32 MB'],
    [
      'a list',
      '- 1\n',
      'The policy policy.yaml is not valid:\n  must be a map of fields; check that this is the right file',
    ],
    ['a number', '7', 'must be a map'],
  ])('%s', async (_, content, told) => {
    const { code, out, err } = await validate(content);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
    expect(err).not.toMatch(/^\s+at |Warning/m);
  });

  test('missing, or a folder', async () => {
    const directory = await folderWith({});
    const missing = await headcount(['policy', 'validate', 'nowhere.yaml'], { directory });
    expect(missing).toEqual({
      code: 2,
      out: '',
      err: 'nowhere.yaml cannot be read: there is no such file. Check its name and its permissions.\n',
    });
    const folder = await headcount(['policy', 'validate', '.'], { directory });
    expect(folder).toEqual({
      code: 2,
      out: '',
      err: '. cannot be read: it is a folder. Check its name and its permissions.\n',
    });
  });
});

describe('policies that are valid and will not do what is expected', () => {
  const directory = () =>
    folderWith({
      'one.yaml': POLICY.replace(
        'namespace: CWAgent, name: cpu_usage_active',
        'namespace: AWS/EC2, name: CPUUtilization, period: 300',
      ),
    });

  test('are valid, with a warning that says where and what to do', async () => {
    const { code, out, err } = await headcount(['policy', 'validate', 'one.yaml'], { directory: await directory() });
    expect({ code, out }).toEqual({ code: 0, out: 'one.yaml: ci-runners is valid\n' });
    expect(err).toMatch(/^one\.yaml: warning: metrics\.cpu\.cloudwatch\.dimensions: AWS publishes .* Use dimensions/);
  });

  test('list their warnings as JSON', async () => {
    const files = ['policy', 'validate', '--json', 'one.yaml'];
    const { code, out, err } = await headcount(files, { directory: await directory() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const path = 'metrics.cpu.cloudwatch.dimensions';
    expect(JSON.parse(out)).toMatchObject([
      { valid: true, faults: [], warnings: [{ path, code: 'dimensions-not-published', message: expect.any(String) }] },
    ]);
  });

  test.each([
    ['validate', {}],
    ['apply', { environment: NO_AWS }],
  ])('are refused by %s --strict', async (command, more) => {
    const files = ['policy', command, '--strict', 'one.yaml'];
    const { code, err } = await headcount(files, { directory: await directory(), ...more });
    expect(code).toBe(2);
    expect(err).toMatch(/^The policy one\.yaml is not valid:\n {2}metrics\.cpu\.cloudwatch\.dimensions: AWS publishes/);
  });
});

test('a window that is over is a note, which apply --strict accepts', async () => {
  const guards = 'guards: { maintenance: [{ on: 2026-11-01, start: "08:00", lasts: 2h }] }\n';
  const directory = await folderWith({ 'one.yaml': `${POLICY}\nacknowledge: [total-per-group]\n${guards}` });
  const command = ['policy', 'apply', '--strict', 'one.yaml'];
  const { err } = await headcount(command, { directory, environment: NO_AWS });
  expect(err.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^one\.yaml: note: acknowledge\[0\]: the policy has no warning total-per-group/),
    expect.stringMatching(/^one\.yaml: note: guards\.maintenance\[0\]\.on: the window of 2026-11-01 is over/),
  ]);
  expect(err).not.toContain('is not valid');
});

describe('policies that are not valid', () => {
  const FAULTY = 'group: Web\ncapacity: { min: 3, max: 1 }\ncolour: red\n';

  test('are listed with all errors and their paths, and the others are reported as valid', async () => {
    const directory = await folderWith({ 'good.yaml': POLICY, 'bad.yaml': FAULTY });
    const { code, out, err } = await headcount(['policy', 'validate', 'good.yaml', 'bad.yaml'], { directory });
    expect({ code, out }).toEqual({ code: 2, out: 'good.yaml: ci-runners is valid\n' });
    expect(
      err
        .split('\n')
        .slice(0, 4)
        .map((line) => line.split(': ')[0]?.trim()),
    ).toEqual(['The policy bad.yaml is not valid:', 'group', 'capacity.min', 'colour']);
  });

  test('are printed as JSON', async () => {
    const directory = await folderWith({ 'bad.yaml': FAULTY });
    const { code, out } = await headcount(['policy', 'validate', '--json', 'bad.yaml'], { directory });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject([
      { file: 'bad.yaml', group: null, valid: false, faults: [{ path: 'group' }, {}, {}] },
    ]);
  });

  test('have their group in JSON if its name is valid', async () => {
    const directory = await folderWith({ 'bad.yaml': POLICY.replace('kind: target', 'kind: targett') });
    const { out } = await headcount(['policy', 'validate', '--json', 'bad.yaml'], { directory });
    expect(JSON.parse(out)).toMatchObject([
      { group: 'ci-runners', valid: false, faults: [{ path: 'rules[0].kind', code: 'unknown-kind' }] },
    ]);
  });

  test('may not contain a group twice', async () => {
    const directory = await folderWith({ 'one.yaml': POLICY, 'two.yaml': POLICY });
    const { code, err } = await headcount(['policy', 'validate', 'one.yaml', 'two.yaml'], { directory });
    expect(code).toBe(2);
    expect(err).toContain('group: is also defined in one.yaml');
  });

  test('are not applied, and AWS is not called', async () => {
    const directory = await folderWith({ 'bad.yaml': FAULTY });
    const { code, err } = await headcount(['policy', 'apply', 'bad.yaml'], { directory, environment: NO_AWS });
    expect(code).toBe(2);
    expect(err).toContain('The policy bad.yaml is not valid');
  });
});

test('policies that contradict each other are rejected together, for every stage', async () => {
  const policy = (group: string, service: string, more: string) => `
group: ${group}
cluster: main
capacity: { min: 0, max: 5 }
provider: { kind: ecs-service, cluster: main, service: ${service} }
${more}
---`;
  const validate = async (...policies: string[]) => {
    const directory = await folderWith({ 'all.yaml': policies.join('') });
    const { code, out } = await headcount(['policy', 'validate', '--json', 'all.yaml'], { directory });
    const found = JSON.parse(out) as readonly { group: string; faults: readonly { path: string; code: string }[] }[];
    return { code, faults: found.flatMap((each) => each.faults.map((fault) => [each.group, fault.path, fault.code])) };
  };
  const budget = (usd: number) => `guards: { clusterBudget: { hourlyUsd: ${usd} } }`;
  const two = policy('a', 'web', `${budget(2)}\nstages: { production: { ${budget(9)} } }`);
  expect(await validate(two, policy('b', 'api', budget(2)))).toEqual({
    ...{ code: 2, faults: [['b', 'stages.production.guards.clusterBudget.hourlyUsd', 'cluster-budget-contradicts']] },
  });
  expect(await validate(policy('a', 'web', budget(2)), policy('b', 'web', budget(3)))).toEqual({
    code: 2,
    faults: [
      ['a', 'provider', 'target-shared'],
      ['b', 'guards.clusterBudget.hourlyUsd', 'cluster-budget-contradicts'],
      ['b', 'provider', 'target-shared'],
    ],
  });
  expect(await validate(policy('a', 'web', budget(2)), policy('b', 'api', ''))).toEqual({ code: 0, faults: [] });
});
