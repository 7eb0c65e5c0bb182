import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { policyDocument } from '../../../../shared/policy/document/document.ts';
import { faultText, parseDeployable } from '../../../../shared/policy/index.ts';
import { base } from './tells.ts';

const faultsIn = (written: unknown): string[] => {
  const parsed = parseDeployable(written);
  return parsed.ok ? [] : parsed.faults.map(faultText);
};
const ec2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] };
const rule = (written: object) => ({ ...base, rules: [{ name: 'my cpu', ...written }] });
const provided = (written: object) => ({ ...base, provider: { ...ec2, retire: 'cheapest', ...written } });
const measured = (written: object) => ({ ...base, metrics: { cpu: { maxAge: '2d', ...written } } });
const guarded = (written: object) => ({ ...base, guards: { floor: -1, ...written } });
const window = { cron: '0 8 * * *', lasts: '1h' };

/** Each document has another fault, of a field that has nothing to do with it. */
describe('a fault that concerns several fields is reported together with other faults', () => {
  it.each<[fault: string, written: object]>([
    ['rules[0]: must have exactly one of perWorker, taskSeconds; none is given', rule({ kind: 'backlog' })],
    ['rules[0].drainWithin: must be given together with taskSeconds', rule({ kind: 'backlog', drainWithin: 60 })],
    [
      'rules[0].steps[1]: must have exactly one of add, percent, set; none is given',
      rule({ kind: 'step', steps: [{ from: 1.5, percent: -101 }, { from: 'x' }] }),
    ],
    [
      'rules[0].steps[1]: must not overlap steps[0]',
      rule({ kind: 'step', steps: [{ from: 0, add: 1.5 }, { from: 1, add: 1 }, { from: 'x' }] }),
    ],
    ['rules[0]: must have at least one of out, in', rule({ kind: 'threshold' })],
    [
      'rules[0].in.below: must not be above',
      rule({ kind: 'threshold', out: { above: 20, add: 0 }, in: { below: 21, remove: 1 } }),
    ],
    ['rules[0].windows[0].cron: must have', rule({ kind: 'schedule', windows: [{ min: -1, lasts: 60 }] })],
    [
      'rules[0].windows[0].min: must not be above',
      rule({ kind: 'schedule', windows: [{ min: 3, max: 2, desired: -1 }] }),
    ],
    ['capacity.min: must not be above max, 2', { ...base, capacity: { min: 3, max: 2, spare: -1 } }],
    ['guards.maintenance[0]: must have exactly one of cron, on', guarded({ maintenance: [{ ...window, on: 'x' }] })],
    ['guards.clusterBudget: must have at least one of', guarded({ clusterBudget: {} })],
    ['metrics.cpu: must have exactly one of', measured({})],
    [
      'metrics.cpu.cloudwatch.period: must be at least 60',
      measured({ cloudwatch: { expression: 'SELECT AVG(a) FROM b', period: 30, each: 'worker' } }),
    ],
    ['metrics.cpu.prometheus: must have exactly one of url, workspace', measured({ prometheus: {} })],
    ['provider.spot.percent: ', provided({ reservations: 'capacity-block', spot: { percent: 5, onDemandBase: -1 } })],
    ['provider.warm: ', provided({ warm: { size: 2 }, spot: { percent: 5 } })],
    [
      'provider.rightsize.minAllowed.vcpus: ',
      provided({ rightsize: { mode: 'on', minAllowed: { vcpus: 8 }, maxAllowed: { vcpus: 4 } } }),
    ],
    [
      'rules[0]: reads other, which is not defined',
      { ...rule({ kind: 'backlog', metric: 'cpu', perWorker: 1, running: 'other' }), metrics: { cpu: { pushed: {} } } },
    ],
    [
      'guards.budget: ',
      { ...base, provider: { kind: 'ecs-service', service: 's', retire: 'x' }, guards: { budget: { hourlyUsd: 1 } } },
    ],
    [
      'guards.budget.hourlyUsd: must be at least 3',
      { ...provided({ prices: { 'c7g.large': 3 } }), guards: { budget: { hourlyUsd: 1 } } },
    ],
    ['provider.warm.size: is 11, but the group', provided({ warm: { size: 11 } })],
    ['provider.subnets[1]: is listed twice', provided({ subnets: ['subnet-a', 'subnet-a', 5] })],
  ])('%s', (fault, written) => {
    const found = faultsIn(written);
    expect(found).toContainEqual(expect.stringContaining(fault));
    expect(found.length).toBeGreaterThan(1);
  });
});

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
  readonly [part: string]: unknown;
}
const PARTS = ['innerType', 'element', 'keyType', 'valueType', 'in'];

/** Every schema within a schema. */
function within(schema: z.core.$ZodType, seen = new Set<z.core.$ZodType>()): Set<z.core.$ZodType> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  const definition = schema._zod.def as unknown as Definition;
  const lazy = (schema._zod as { innerType?: z.core.$ZodType }).innerType;
  const parts = [lazy, ...PARTS.map((part) => definition[part] as z.core.$ZodType | undefined)];
  for (const part of [...parts, ...Object.values(definition.shape ?? {}), ...(definition.options ?? [])])
    if (part) within(part, seen);
  return seen;
}

describe('every check of a map or a list in a policy', () => {
  const composed = [...within(policyDocument)].filter(({ _zod: { def } }) =>
    ['object', 'array', 'record'].includes(def.type),
  );

  it('also runs where a part has a fault', () => {
    const checks = composed.flatMap(({ _zod: { def } }) => def.checks ?? []);
    expect(checks.length).toBeGreaterThan(30);
    expect(checks.filter(({ _zod: { def } }) => def.when === undefined)).toEqual([]);
  });
  it('also runs where a number is not whole', () => {
    const numbers = [...within(policyDocument)].filter(({ _zod: { def } }) => def.type === 'number');
    const found = numbers.flatMap((schema) => {
      const payload = schema._zod.run({ value: 0.5, issues: [] }, { async: false });
      return payload instanceof Promise ? [] : payload.issues;
    });
    expect(found.length).toBeGreaterThan(10);
    // zod runs no further check of any kind after such an issue.
    expect(found.filter((issue) => issue.continue === false)).toEqual([]);
  });
  it.each([[null], [5], ['x'], [[]], [{}], [[null]], [{ toString: 1 }]])('ignores parts that are %j', (junk) => {
    for (const schema of composed) {
      const { shape } = schema._zod.def as unknown as Definition;
      const parts = shape ? Object.fromEntries(Object.keys(shape).map((field) => [field, junk])) : [junk, junk];
      for (const written of [junk, parts]) {
        const found = schema._zod.run({ value: written, issues: [] }, { async: false });
        expect(found).not.toBeInstanceOf(Promise);
      }
    }
  });
});
