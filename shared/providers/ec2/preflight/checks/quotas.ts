import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import type { Market } from '../../../instances/listed-worker.ts';
import { isStandard } from '../../api/instance-types.ts';
import { because } from '../reasons.ts';

type Codes = Readonly<Record<Market, string>>;

/**
 * The vCPU quotas by the family of a type; the first that matches counts. Families with other quotas are not checked.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
 */
const QUOTAS: readonly { readonly includes: (type: string) => boolean; readonly codes: Codes }[] = [
  { includes: isStandard, codes: { 'on-demand': 'L-1216C47A', spot: 'L-34B43A08' } },
  { includes: (type) => /^(g\d|gr\d|vt\d)/.test(type), codes: { 'on-demand': 'L-DB2E81BA', spot: 'L-3819A6DF' } },
  { includes: (type) => /^p[2-4]/.test(type), codes: { 'on-demand': 'L-417A185B', spot: 'L-7212CCBC' } },
  { includes: (type) => /^x\d/.test(type), codes: { 'on-demand': 'L-7295265B', spot: 'L-E3A00192' } },
  { includes: (type) => /^f\d/.test(type), codes: { 'on-demand': 'L-74FC7D96', spot: 'L-88CF9481' } },
];

const codesOf = (type: string): Codes | undefined => QUOTAS.find(({ includes }) => includes(type))?.codes;

/** The matching types of requirements that count toward the quota of nearly all: others are dearer, so EC2 hardly takes them. */
const MOST_COMPARED = 100;
export const quotaTypes = (matched: readonly string[]): string[] => matched.filter(isStandard).slice(0, MOST_COMPARED);

/** The workers of each market at a size of the group. */
export interface Split {
  readonly bound: 'min' | 'max';
  readonly workers: Readonly<Record<Market, number>>;
}

/** How many workers of a size are on-demand and spot, as launches divide them. */
export function splitOf(
  size: number,
  { percent, onDemandBase }: { percent: number; onDemandBase: number },
): Record<Market, number> {
  const spot = Math.floor((Math.max(0, size - onDemandBase) * percent) / 100);
  return { 'on-demand': size - spot, spot };
}

/** The workers of each market when spot is short: with a fallback, on-demand workers take the places of spot workers. */
export function mostOf(
  size: number,
  spot: { percent: number; onDemandBase: number; fallback: 'on-demand' | 'none' },
): Record<Market, number> {
  const split = splitOf(size, spot);
  return spot.fallback === 'on-demand' ? { ...split, 'on-demand': size } : split;
}

/** The codes of the quotas that launches of these types draw on. */
export const quotaCodes = (types: readonly string[], markets: readonly Market[]): string[] => [
  ...new Set(types.flatMap((type) => markets.flatMap((market) => codesOf(type)?.[market] ?? []))),
];

/** The types that a group launches. `weights`: units of capacity by type, where they are not all 1. */
interface Launching {
  readonly group: string;
  readonly types: readonly string[];
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

/**
 * Whether the quotas allow the bounds of the group, at best: all workers of the type with the fewest vCPUs a unit. Where the types draw on
 * several quotas, nothing can be said.
 */
export function quotaChecks(
  { group, types, weights = {} }: Launching,
  splits: readonly Split[],
  vcpus: Asked<ReadonlyMap<string, number>>,
  quotas: ReadonlyMap<string, Asked<number | null>>,
): Check[] {
  const notCompared = () => warned(group, because['quota-unknown']({ types }), because['remedy-quota-by-hand']({}));
  if ('failure' in vcpus) return [unchecked(group, vcpus.failure), notCompared()];
  const families = new Set(types.map((type) => codesOf(type)));
  const [codes] = families;
  if (families.size !== 1 || codes === undefined) {
    return [notCompared()];
  }
  const smallest = Math.min(
    ...types.map((type) => (vcpus.value.get(type) ?? Number.POSITIVE_INFINITY) / (weights[type] ?? 1)),
  );
  if (!Number.isFinite(smallest)) return [notCompared()];
  const markets = (['on-demand', 'spot'] as const).filter((market) =>
    splits.some(({ workers }) => workers[market] > 0),
  );
  return markets.map((market) => {
    const answer = quotas.get(codes[market]);
    if (answer === undefined || 'failure' in answer) return unchecked(group, (answer as Failed).failure);
    return answer.value === null
      ? warned(group, because['quota-unknown']({ types }), because['remedy-quota-by-hand']({}))
      : marketCheck(
          group,
          market,
          answer.value,
          codes[market],
          splits,
          smallest,
          Object.values(weights).some((weight) => weight > 1),
        );
  });
}

type Failed = Extract<Asked<number>, { failure: unknown }>;

function marketCheck(
  group: string,
  market: Market,
  quota: number,
  code: string,
  splits: readonly Split[],
  smallest: number,
  inUnits: boolean,
): Check {
  const needs = splits.map(({ bound, workers }) => ({
    bound,
    workers: workers[market],
    needed: Math.ceil(workers[market] * smallest),
  }));
  const most = Math.max(...needs.map(({ needed }) => needed));
  const short = needs.find(({ needed }) => needed > quota);
  if (!short) return passed(group, because['quota-enough']({ market, quota, needed: most }));
  const found = short.bound === 'min' ? blocked : warned;
  return found(
    group,
    because['quota-low']({ market, quota, ...short, ...(inUnits && { inUnits }) }),
    because['remedy-quota']({ code, needed: most }),
  );
}
