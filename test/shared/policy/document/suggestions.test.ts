import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseObservation, parsePolicy, type ValidationError } from '../../../../shared/policy/index.ts';

type Read = (written: unknown) => readonly ValidationError[];
const policyFaults: Read = (written) => {
  const parsed = parsePolicy(written);
  return parsed.ok ? [] : parsed.faults;
};
const observationFaults: Read = (written) => {
  const parsed = parseObservation(written);
  return parsed.ok ? [] : parsed.faults;
};

/** Wide bounds, so that no suggestion contradicts another field. */
const POLICY = {
  group: 'web',
  capacity: { min: 1, max: 9000, spare: 1 },
  warmup: '2m',
  evaluateEvery: 60,
  metrics: { cpu: { cloudwatch: { namespace: 'Shop', name: 'Load', dimensions: { Group: 'web' }, period: 60 } } },
  rules: [
    { kind: 'target', metric: 'cpu', value: 50, tolerance: 0.1 },
    { kind: 'threshold', metric: 'cpu', out: { above: 1e10, add: 1 }, in: { below: 20, remove: 1 } },
    { kind: 'schedule', windows: [{ cron: '0 8 * * *', lasts: '1h', min: 2 }] },
  ],
  provider: {
    ...{ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] },
    ...{ targetGroups: [], spot: { percent: 50, onDemandBase: 1 }, bootTimeout: 600, heartbeat: 120 },
    ...{ readiness: { within: '5m' }, maxLifetime: '7d', rollout: { on: 'manual', parallel: 1 } },
  },
  guards: { budget: { hourlyUsd: 5 }, cap: [{ cron: '0 8 * * *', lasts: '1h', max: 3 }] },
};
const OBSERVATION = {
  now: '2026-11-21T12:00:00Z',
  desired: 4,
  workers: { ready: 4 },
  metrics: { cpu: [{ at: '2026-11-21T12:00:00Z', value: 71 }] },
  history: { proposals: [{ at: '2026-11-21T11:00:00Z', value: 4 }], missing: { cpu: 1 } },
  spending: { launchUsd: 0.1, unpriced: ['c7g.large'] },
  boot: 60,
};
/** What people write where a value has another type. */
const TEXTS = ['71', '71%', '300%', '71rps', '-5', '0.5', '1e9', 'web', 'subnet-a', 'i-0123', '2026-11-21'];

type Path = readonly (string | number)[];
const pathsIn = (value: unknown, path: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]))];

function changed(document: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(document) ? [...document] : { ...Object(document) };
  (copy as Record<string, unknown>)[first] = changed(Object(document)[first], rest, value);
  return copy;
}

/** The values that an error suggests. */
function suggested({ params }: ValidationError): unknown[] {
  const example: unknown = params?.['example'];
  if (typeof example !== 'string') return [];
  return example
    .replace(' where a fraction is expected', '')
    .split(', or ')
    .map((text) => parse(text) as unknown);
}

/** Suggestions of errors about a value, for a text at each place of a document, that are rejected themselves. */
function rejectedSuggestions(
  document: unknown,
  faultsOf: Read,
): { readonly made: number; readonly rejected: string[] } {
  const rejected: string[] = [];
  let made = 0;
  for (const path of pathsIn(document)) {
    const own = path
      .map((part) => (/^\d+$/.test(String(part)) ? `[${part}]` : `.${part}`))
      .join('')
      .slice(1);
    for (const text of TEXTS) {
      const found = faultsOf(changed(document, path, text)).filter((each) => each.path === own);
      for (const value of found.flatMap(suggested)) {
        made += 1;
        const again = faultsOf(changed(document, path, value)).filter((each) => each.path.startsWith(own));
        rejected.push(...again.map((each) => `${own}: ${text} → ${JSON.stringify(value)} ${each.message}`));
      }
    }
  }
  return { made, rejected };
}

describe('what an error suggests instead of a value of another type is accepted', () => {
  test.each<[string, unknown, Read]>([
    ['a policy', POLICY, policyFaults],
    ['an observation', OBSERVATION, observationFaults],
  ])('in %s', (_, document, faultsOf) => {
    expect(faultsOf(document)).toEqual([]);
    const { made, rejected } = rejectedSuggestions(document, faultsOf);
    expect(made).toBeGreaterThan(10);
    expect(rejected).toEqual([]);
  });

  test('a percentage above 100 is not suggested as a fraction', () => {
    const percentOf = (percent: string) =>
      policyFaults({ ...POLICY, provider: { ...POLICY.provider, spot: { percent } } });
    expect(percentOf('300%').map(({ message }) => message)).toEqual(['must be a number']);
    expect(percentOf('71%').map(({ message }) => message)).toEqual([
      'must be a number, such as 71, or 0.71 where a fraction is expected',
    ]);
  });

  test('a series of an observation is a list of datapoints', () => {
    expect(observationFaults({ ...OBSERVATION, metrics: { cpu: '71' } })).toMatchObject([
      { code: 'wrong-type', message: 'must be a list, such as [{ at: 2026-11-21T12:00:00Z, value: 71 }]' },
    ]);
  });
});
