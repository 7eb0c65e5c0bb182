import { canonical, checksum, type Reason } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { moduleFor, type Sizing, sizingFor } from '../../providers/index.ts';
import { because } from '../because.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupSizing } from '../ports.ts';

const DAY_MS = 86_400_000;
/** A group says once a day that it asks for right-sizing. */
const NEEDED_AGAIN_AFTER_MS = DAY_MS;
/** What is older, nothing has confirmed lately. */
const VALID_MS = 7 * DAY_MS;

export interface Sized {
  readonly policies: ReadonlyMap<string, Policy>;
  /** What right-sizing has changed, by group. */
  readonly changes: ReadonlyMap<string, Reason>;
  /** Groups that ask for right-sizing and have not said so for a day. */
  readonly unasked: readonly string[];
}

/** Recognizes what a policy says of sizes: for another policy, a recommendation means nothing. */
export const sizingMark = (sizing: Sizing): string => checksum(canonical(sizing));

type Use = Required<Pick<EvaluationDependencies, 'sizings'>> & Pick<EvaluationDependencies, 'clock' | 'warn'>;

/** If recommendations cannot be read, groups use the types of their policies. */
export async function applySizes(
  policies: ReadonlyMap<string, Policy>,
  asking: readonly Policy[],
  { sizings, clock, warn }: Use,
): Promise<Sized> {
  const now = clock();
  let found: ReadonlyMap<string, GroupSizing>;
  try {
    found = await sizings.read(asking.map(({ group }) => group));
  } catch (error) {
    warn?.('Right-sizing could not be read', error);
    return { policies, changes: new Map(), unasked: [] };
  }
  const unasked = asking.flatMap(({ group }) =>
    now - (found.get(group)?.neededAt ?? 0) >= NEEDED_AGAIN_AFTER_MS ? [group] : [],
  );
  const [sized, changes] = [new Map(policies), new Map<string, Reason>()];
  for (const policy of asking) {
    const { group, provider } = policy;
    const sizing = sizingFor(provider);
    const stored = found.get(group)?.sizing;
    if (!provider || !sizing || !stored || stored.types.length === 0) continue;
    if (now - stored.at >= VALID_MS || stored.of !== sizingMark(sizing)) continue;
    const changed = moduleFor(provider).withTypes?.(provider, stored.types) as typeof provider | undefined;
    const types = sizingFor(changed)?.types ?? [];
    if (!changed || types.join() === sizing.types.join()) continue;
    sized.set(group, { ...policy, provider: changed });
    const at = new Date(stored.at).toISOString();
    changes.set(group, because['rightsize-launches']({ types, at, instead: sizing.types.join(', ') }));
  }
  return { policies: sized, changes, unasked };
}

/** Notes that groups ask for right-sizing: the daily job reads it. */
export async function needSizes(groups: readonly string[], { sizings, clock, warn }: Use): Promise<void> {
  await Promise.all(groups.map((group) => sizings.need(group, clock()))).catch((error: unknown) => {
    warn?.('It could not be noted that groups ask for right-sizing', error);
  });
}
