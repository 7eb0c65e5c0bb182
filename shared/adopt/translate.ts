import type { Reason } from '../model/index.ts';
import type { PolicyDocument } from '../policy/index.ts';
import { alarmRules } from './alarm-rules.ts';
import { AdoptedMetrics } from './metric.ts';
import type { ExistingGroup } from './model.ts';
import { because } from './reasons.ts';
import { namer } from './rule-names.ts';
import { scheduleRule } from './schedule-rule.ts';
import { type RuleDocument, type Translated, trackingRule } from './tracking-rule.ts';

/** A policy for what exists. */
export type AdoptedDocument = Omit<PolicyDocument, 'provider'> & {
  readonly provider: NonNullable<PolicyDocument['provider']>;
};

/** Bounds and times of what exists; seconds. */
type Sizes = Pick<ExistingGroup['group'], 'name' | 'min' | 'max' | 'cooldown' | 'warmup'>;

export interface Adopted {
  readonly document: AdoptedDocument;
  /** Notes about settings that were left out, and about what you should check. */
  readonly notes: readonly Reason[];
  /** What the file says of the provider, and of the capacity, by field. */
  readonly comments: Readonly<Record<string, string>>;
}

/**
 * Creates a first policy for an Auto Scaling group from its bounds, scaling policies and scheduled actions. The policy is
 * a dry run, so that you can compare its decisions with the group's own scaling. `now`: ms since the epoch.
 */
export function adopted(group: string, existing: ExistingGroup, now: number): Adopted {
  const provider = { kind: 'auto-scaling-group', name: existing.group.name } as const;
  const comments = {
    provider: ' The Auto Scaling group still launches and replaces its instances; Headcount sets its desired capacity.',
    capacity: " From the group's MinSize and MaxSize. The Auto Scaling group's own bounds still apply.",
  };
  const { name, protectsNew } = existing.group;
  const notes = protectsNew ? [because['adopt-protects-new-instances']({ name })] : [];
  return adoptedFrom({ group, provider, notes, comments }, existing.group, existing, now);
}

/** Bounds of what has none of its own: its present size, but at least 1. */
export const guessedBounds = (desired: number) => ({ min: Math.min(1, desired), max: Math.max(1, desired) });

/** A first policy for what has neither bounds nor scaling of its own. */
export function adoptedWithoutScaling(
  adopting: Pick<AdoptedDocument, 'group' | 'provider'> & Pick<Adopted, 'comments'>,
  { name, desired }: { readonly name: string; readonly desired: number },
  now: number,
): Adopted {
  const notes = [because['adopt-bounds-guessed']({ name, desired })];
  const sizes = { name, ...guessedBounds(desired), cooldown: 0, warmup: null };
  return adoptedFrom({ ...adopting, notes }, sizes, { policies: [], scheduled: [], alarms: new Map() }, now);
}

/** A first policy for what scales itself by these policies and actions. `notes`: what is known already. */
export function adoptedFrom(
  adopting: Pick<AdoptedDocument, 'group' | 'provider'> & Pick<Adopted, 'notes' | 'comments'>,
  { name, min, max, cooldown, warmup }: Sizes,
  existing: Pick<ExistingGroup, 'policies' | 'scheduled' | 'alarms'>,
  now: number,
): Adopted {
  const { group, provider } = adopting;
  const nameOf = namer();
  const metrics = new AdoptedMetrics(namer());
  const rules: RuleDocument[] = [];
  const notes: Reason[] = [...adopting.notes];
  const averages = new Set<string>();
  const take = (translated: Translated): void => {
    rules.push(...translated.rules);
    notes.push(...translated.notes);
    for (const metric of translated.averages) averages.add(metric);
  };
  for (const policy of existing.policies) {
    if (!policy.enabled) {
      notes.push(
        because['adopt-policy-left-out']({
          policy: policy.name,
          type: policy.type,
          cause: because['adopt-disabled']({}),
        }),
      );
    } else if (policy.type === 'TargetTrackingScaling') {
      take(trackingRule(policy, name, metrics, nameOf));
    } else if (policy.type === 'StepScaling' || policy.type === 'SimpleScaling') {
      take(alarmRules(policy, existing.alarms.get(policy.arn) ?? [], cooldown, metrics, nameOf));
    } else {
      const cause = because['adopt-no-counterpart']({});
      notes.push(because['adopt-policy-left-out']({ policy: policy.name, type: policy.type, cause }));
    }
  }
  const schedule = scheduleRule(existing.scheduled, now);
  notes.push(...schedule.notes);
  if (schedule.windows.length > 0) {
    rules.push({ name: nameOf('schedule'), kind: 'schedule', windows: [...schedule.windows] });
  }
  const capacity = { min: schedule.base?.min ?? min, max: schedule.base?.max ?? max };
  const [average] = averages;
  if (capacity.min === 0 && average !== undefined)
    notes.push(because['adopt-average-without-workers']({ metric: average }));
  if (rules.length === 0) notes.push(because['adopt-no-rules']({ name }));
  return {
    document: {
      group,
      dryRun: true,
      provider,
      capacity,
      warmup: warmupOf(existing, warmup),
      metrics: metrics.documents(),
      rules,
    },
    notes: distinct(notes),
    comments: adopting.comments,
  };
}

/** Warm-up in seconds: the longest of the policies, otherwise the group's own, otherwise none. */
function warmupOf({ policies }: Pick<ExistingGroup, 'policies'>, ofGroup: number | null): number {
  const stated = policies.flatMap(({ warmup }) => warmup ?? []);
  return stated.length > 0 ? Math.max(...stated) : (ofGroup ?? 0);
}

const distinct = (notes: readonly Reason[]): Reason[] => [
  ...new Map(notes.map((note) => [JSON.stringify(note), note])).values(),
];
