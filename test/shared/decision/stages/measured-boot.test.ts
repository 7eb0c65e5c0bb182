import { describe, expect, it } from 'vitest';
import { withBoot } from '../../../../shared/decision/stages/measured-boot.ts';
import { decided, policyOf, type WrittenPolicy } from '../builders.ts';

const objective = { kind: 'objective', metric: 'load', perWorker: 10 } as const;
const target = { kind: 'target', name: 'cpu', metric: 'cpu', value: 60 } as const;
const measured = (rules: WrittenPolicy['rules'], boot: 'measured' | undefined = 'measured') =>
  policyOf({ rules: rules ?? [], warmup: 100, ...(boot && { behavior: { out: { boot } } }) });
const filled = (...given: Parameters<typeof withBoot>) =>
  withBoot(...given).rules.map((rule) => ({
    boot: 'boot' in rule ? rule.boot : undefined,
    pool: 'pool' in rule ? rule.pool : undefined,
  }));
const NOTHING = { boot: undefined, pool: undefined };

describe('a measured boot', () => {
  it('is used by rules that depend on the boot time and set none', () => {
    const policy = measured([target, objective, { ...objective, name: 'own', boot: 30 }]);
    expect(filled(policy, { boot: 240 })).toEqual([NOTHING, { ...NOTHING, boot: 240 }, { ...NOTHING, boot: 30 }]);
  });

  it('is not used before it is known, or if the policy or every rule sets another', () => {
    const policy = measured([objective]);
    const [fixed, own] = [
      policyOf({ rules: [objective], behavior: { out: { boot: 'warmup' } } } as never),
      measured([{ ...objective, boot: 30 }]),
    ];
    const [others, disabled] = [measured([target]), measured([{ ...objective, enabled: false }])];
    expect(withBoot(disabled, { boot: 240 })).toBe(disabled);
    expect(withBoot(policy, {})).toBe(policy);
    expect(withBoot(fixed, { boot: 240 })).toBe(fixed);
    expect(withBoot(own, { boot: 240 })).toBe(own);
    expect(withBoot(others, { boot: 240 })).toBe(others);
  });

  it('is named in the reasons of the rules that use it', () => {
    const boots = (rules: WrittenPolicy['rules'], boot?: number) =>
      decided({ rules: rules ?? [] }, { desired: 4, ...(boot && { boot }), metrics: { load: 40, cpu: 60 } })
        .trace.filter(({ stage }) => stage === 'boot')
        .map(({ reason }) => reason.params);
    expect(boots([target, objective], 240)).toEqual([{ seconds: 240, rules: ['load'] }]);
    expect(boots([target], 240)).toEqual([]);
    expect(boots([target, objective])).toEqual([]);
  });
});

describe('a warm pool', () => {
  const pool = { size: 5, start: 20, reuse: false };

  it('is known to the rules that depend on the boot time, with the time until it is full again', () => {
    const policy = measured([target, objective, { ...objective, name: 'own', boot: 30 }]);
    const back = (some: Partial<typeof pool>, boot?: number) =>
      filled(policy, { pool: { ...pool, ...some }, ...(boot && { boot }) }).map(
        (each) => (each.pool as { back: number })?.back,
      );
    expect(filled(policy, { pool })).toEqual([
      NOTHING,
      { boot: undefined, pool: { size: 5, start: 20, back: 100 } },
      { boot: 30, pool: { size: 5, start: 20, back: 30 } },
    ]);
    // Workers that return come first: others are launched a quarter of an hour later.
    expect(back({ reuse: true })).toEqual([undefined, 1000, 930]);
    expect(back({}, 240)).toEqual([undefined, 240, 30]);
  });

  it('changes nothing if it is empty, or no rule depends on the boot time', () => {
    const [policy, others] = [measured([objective]), measured([target])];
    expect(withBoot(policy, { pool: { ...pool, size: 0 } })).toBe(policy);
    expect(withBoot(others, { pool })).toBe(others);
  });
});

describe('what is remembered for a policy', () => {
  it('is used again only for the same boot time and pool', () => {
    const policy = measured([objective, { ...objective, name: 'own', boot: 30 }]);
    const pool = { size: 5, start: 20, reuse: false };
    const all = [
      { boot: 240 },
      { boot: 241 },
      { pool },
      { boot: 240, pool },
      { pool: { ...pool, size: 6 } },
      { pool: { ...pool, start: 21 } },
      { pool: { ...pool, reuse: true } },
    ].map((boots) => JSON.stringify(withBoot(policy, boots).rules));
    expect(new Set(all).size).toBe(all.length);
    expect(withBoot(policy, { boot: 240, pool })).toBe(withBoot(policy, { boot: 240, pool: { ...pool } }));
  });
});
