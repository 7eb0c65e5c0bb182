import { isDeepStrictEqual } from 'node:util';
import { isMap, type Reason } from '../../../model/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { effectOf } from './effects.ts';
import { Field } from './fields.ts';

/** A field that has another meaning than before; `null` where it is absent. */
export interface PolicyChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether the values are seconds. */
  readonly isDuration: boolean;
  readonly effect: Reason;
}

/** What differs between two policies by meaning: `5m` and `300`, or a default that is written, are no change. */
export function policyChanges(before: Policy, after: Policy): PolicyChange[] {
  const { rules: rulesBefore, ...partsBefore } = before;
  const { rules: rulesAfter, ...partsAfter } = after;
  const field = new Field();
  return [
    ...changesIn('', partsBefore, partsAfter, field),
    ...rulesChanged(rulesBefore, rulesAfter, field.field('rules', after).entry()),
  ];
}

/** Rules are compared by name: their order has no meaning. */
function rulesChanged(before: Policy['rules'], after: Policy['rules'], field: Field): PolicyChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  const find = (rules: Policy['rules'], name: string) => rules.find((rule) => rule.name === name);
  return [...names].flatMap((name) => changesIn(`rules[${name}]`, find(before, name), find(after, name), field));
}

function changesIn(path: string, before: unknown, after: unknown, field: Field): PolicyChange[] {
  if (isDeepStrictEqual(plain(before), plain(after))) return [];
  if (isMap(before) && isMap(after) && isSameKind(before, after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => {
      const at = path === '' ? name : `${path}.${name}`;
      return changesIn(at, before[name], after[name], field.field(name, after));
    });
  }
  const change = { path, before: before ?? null, after: after ?? null };
  return [{ ...change, isDuration: field.isDuration, effect: effectOf(change, field.description) }];
}

/** Fields of another kind have another meaning, so the whole is another one. */
const isSameKind = (one: Map, other: Map): boolean => one['kind'] === other['kind'];

type Map = Readonly<Record<string, unknown>>;

/** As JSON: an absent field and an undefined one are the same. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
