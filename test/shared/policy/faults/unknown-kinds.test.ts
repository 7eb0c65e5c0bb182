import { expect, it } from 'vitest';
import { faultText, parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target } from './tells.ts';

/** Path, code and whether an extension may have the kind, of each fault. */
function told(written: object) {
  const parsed = parsePolicy({ ...base, ...written });
  return parsed.ok
    ? []
    : parsed.faults
        .map(({ path, code, params }) => [path, code, params['extensible'] ?? null])
        .toSorted(([one], [other]) => String(one).localeCompare(String(other)));
}

it('a kind that resembles no known kind may come from an extension', () => {
  expect(told({ rules: [{ kind: 'cpu' }] })).toEqual([['rules[0].kind', 'unknown-kind', true]]);
  expect(told({ provider: { kind: 'azure' } })).toEqual([['provider.kind', 'unknown-kind', true]]);
  expect(told({ metrics: { m: { zabbix: {} } } })).toEqual([['metrics.m.zabbix', 'unknown-kind', true]]);
});

it('a misspelled or missing kind does not come from an extension', () => {
  expect(told({ rules: [{ kind: 'targt' }] })).toEqual([['rules[0].kind', 'unknown-kind', null]]);
  expect(told({ rules: [{}] })).toEqual([['rules[0].kind', 'unknown-kind', null]]);
  expect(told({ metrics: { m: { cloudwach: {} } } })).toEqual([['metrics.m.cloudwach', 'unknown-kind', null]]);
});

it('other faults, such as an unknown field beside a known source, do not point to an extension', () => {
  expect(told({ metrics: { m: { pushed: {}, zabbix: {} } } })).toEqual([['metrics.m.zabbix', 'unknown-field', null]]);
  expect(told({ metrics: { m: {} } })).toMatchObject([['metrics.m', 'not-exactly-one', null]]);
  expect(
    told({
      metrics: { m: { zabbix: {} }, n: { pushed: {} } },
      extra: 1,
      rules: [{ ...target, metric: 'n', name: 'a b' }],
    }),
  ).toEqual([
    ['extra', 'unknown-field', null],
    ['metrics.m.zabbix', 'unknown-kind', true],
    ['rules[0].name', 'invalid-name', null],
  ]);
});

it('a metric with the fields of its source, but without the source, has one error', () => {
  const flat = { source: 'cloudwatch', namespace: 'A', name: 'B' };
  expect(told({ metrics: { m: flat, n: { pushed: {} } }, rules: [{ ...target, metric: 'n' }] })).toEqual([
    ['metrics.m', 'source-expected', null],
  ]);
  const parsed = parsePolicy({ ...base, metrics: { m: flat, n: { pushed: {} } }, rules: [{ ...target, metric: 'n' }] });
  expect(parsed.ok ? [] : parsed.faults.map(faultText)).toEqual([
    expect.stringMatching(
      /^metrics\.m: must have one of the sources \w+(, \w+)+ or \w+ as a field, .* "cloudwatch: \{ … \}"$/,
    ),
  ]);
});

it('a metric that is not defined may be a misspelled one', () => {
  const parsed = parsePolicy({ ...base, metrics: { queued: { pushed: {} } }, rules: [{ ...target, metric: 'queue' }] });
  expect(parsed.ok ? [] : parsed.faults).toMatchObject([
    { path: 'rules[0]', code: 'unknown-metric', params: { metric: 'queue', close: 'queued' } },
  ]);
});
