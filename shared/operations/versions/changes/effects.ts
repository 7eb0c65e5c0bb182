import type { Reason } from '../../../model/index.ts';
import { because } from './reasons.ts';

export interface ChangedField {
  /** `behavior.in.cooldown`, `rules[cpu].value`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Effect = (change: ChangedField, named: readonly string[]) => Reason | null;

const isMore = ({ before, after }: ChangedField): boolean => Number(after ?? 0) > Number(before ?? 0);
const directionOf = (name: string | undefined): 'out' | 'in' => (name === 'out' ? 'out' : 'in');

/** Whether it stops less than before: an absent bound stops nothing. */
const isLooser = ({ before, after }: ChangedField): boolean =>
  Number(after ?? Number.POSITIVE_INFINITY) > Number(before ?? Number.POSITIVE_INFINITY);

const paused: Effect = ({ after }) => {
  if (after === false) return because['effect-resumed']({});
  return because['effect-paused']({ direction: after === true ? 'both' : directionOf(String(after)) });
};

/** What is known of fields that every policy has. The fields of rules, sources and providers have descriptions. */
const EFFECTS: readonly (readonly [RegExp, Effect])[] = [
  [/^(tier|profile)$/, () => because['effect-tier']({})],
  [/^paused$/, paused],
  [/^dryRun$/, ({ after }) => because['effect-dry-run']({ dryRun: after === true })],
  [/^onDelete$/, ({ after }) => because['effect-on-delete']({ drain: after === 'drain' })],
  [/^capacity\.min$/, (change) => because['effect-min']({ more: isMore(change), min: Number(change.after) })],
  [/^capacity\.max$/, (change) => because['effect-max']({ more: isMore(change), max: Number(change.after) })],
  [/^warmup$/, (change) => because['effect-warmup']({ more: isMore(change) })],
  [/^evaluateEvery$/, (change) => because['effect-interval']({ more: isMore(change) })],
  [
    /^behavior\.(out|in)\.(?:cooldown|stabilization)$/,
    (change, [name]) => because[isMore(change) ? 'effect-later' : 'effect-sooner']({ direction: directionOf(name) }),
  ],
  [
    /^behavior\.(out|in)\.(?:limits|select)$/,
    (_, [name]) => because['effect-limits']({ direction: directionOf(name) }),
  ],
  [/^behavior\.in\.drain$/, (change) => because['effect-drain']({ more: isMore(change) })],
  [/^guards\.budget(?:\.\w+)?$/, (change) => because['effect-budget']({ more: isBudgetLooser(change) })],
  [/^guards\.floor$/, (change) => because['effect-floor']({ more: isMore(change), floor: Number(change.after) })],
  [/^rules\[([^\]]+)\]$/, (change, [rule = '']) => addedOrRemoved(change, 'rule', rule)],
  [
    /^rules\[([^\]]+)\]\.enabled$/,
    ({ after }, [rule = '']) => because['effect-rule-enabled']({ rule, enabled: after !== false }),
  ],
  [/^metrics\.([^.]+)$/, (change, [metric = '']) => addedOrRemoved(change, 'metric', metric)],
];

const isBudgetLooser = (change: ChangedField): boolean =>
  typeof (change.after ?? change.before) === 'object' ? change.after === null : isLooser(change);

function addedOrRemoved({ before, after }: ChangedField, what: 'rule' | 'metric', name: string): Reason | null {
  if (before !== null && after !== null) return null;
  if (what === 'rule') return because[before === null ? 'effect-rule-added' : 'effect-rule-removed']({ rule: name });
  return because[before === null ? 'effect-metric-added' : 'effect-metric-removed']({ metric: name });
}

/** What a change means for the group. `description`: of the field, from the schema. */
export function effectOf(change: ChangedField, description: string | undefined): Reason {
  for (const [pattern, effect] of EFFECTS) {
    const match = pattern.exec(change.path);
    const reason = match && effect(change, match.slice(1));
    if (reason) return reason;
  }
  if (description === undefined) return because['effect-of-field']({});
  return because['effect-described']({ meaning: description.replace(/\.$/, '') });
}
