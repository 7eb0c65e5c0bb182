import { groupedBy } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { moduleFor, type RolloutPart, type Spec } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import { isInProgress } from './control.ts';
import type { FoundAlarms } from './failures.ts';
import { type GroupVersions, isReason, type Rollouts, rolledIn, type Using } from './rolled.ts';
import { specMark, targetOf } from './specs.ts';

interface Meant {
  readonly policy: Policy;
  readonly state: GroupState;
}

interface Known extends Meant {
  readonly provider: NonNullable<Policy['provider']>;
  readonly part: RolloutPart;
  readonly settings: ReturnType<RolloutPart['settings']>;
}

/**
 * Reads what launches of these groups use: one call for all groups that name it loosely, and one more for a rollout that
 * begins. What cannot be read holds rollouts, and nothing else.
 */
export async function rolloutsOf(meant: readonly Meant[], using: Using): Promise<Rollouts> {
  const known = (await Promise.all(meant.map(knownOf))).flatMap((each) => each ?? []);
  const asking = known.filter(asksForVersions);
  const [current, alarms] = await Promise.all([currentOf(asking, using), alarmsOf(known, using)]);
  const versions = await Promise.all(
    known.map(async ({ policy, state, provider, part, settings }): Promise<[string, GroupVersions]> => {
      const found = current.get(policy.group);
      const target = await askedFor(provider, state, using);
      return [
        policy.group,
        {
          part,
          settings,
          target,
          monitored: monitoredBy(state, settings),
          current: found && part.specOf(provider, found),
          alarms: alarms.get(policy.group),
        },
      ];
    }),
  );
  return { versions: new Map(versions), rolledIn };
}

function monitoredBy({ rollout }: GroupState, { monitor }: Known['settings']): GroupVersions['monitored'] {
  const spec = rollout && isInProgress(rollout) ? targetOf(rollout) : undefined;
  return spec && monitor > 0 ? { spec: specMark(spec), seconds: monitor } : null;
}

async function knownOf({ policy, state }: Meant): Promise<Known | null> {
  const { provider } = policy;
  const part = provider && (await moduleFor(provider).rollout?.());
  return part ? { policy, state, provider, part, settings: part.settings(provider) } : null;
}

/** Whether it matters what the policy means now. */
function asksForVersions({ settings, state: { rollout } }: Known): boolean {
  if (settings.on === 'version') return true;
  if (rollout === null) return false;
  return isInProgress(rollout) || rollout.status === 'rolled-back' || rollout.version !== undefined;
}

async function currentOf(asking: readonly Known[], { providers, warn }: Using): Promise<ReadonlyMap<string, Spec>> {
  const found = new Map<string, Spec>();
  for (const [kind, some] of groupedBy(asking, ({ provider }) => provider.kind)) {
    try {
      const answers = await providers.of(kind).versions?.current(some.map(({ provider }) => provider));
      some.forEach(({ policy }, index) => {
        const answer = answers?.[index];
        if (answer && !isReason(answer)) found.set(policy.group, answer);
      });
    } catch (error) {
      warn?.('The versions of launch templates could not be read', error);
    }
  }
  return found;
}

/** What a rollout that somebody asks for goes to. If that cannot be read now, it begins later. */
async function askedFor(
  provider: Known['provider'],
  { rollout }: GroupState,
  { providers, warn }: Using,
): Promise<GroupVersions['target']> {
  if (rollout?.status !== 'starting' || rollout.to) return undefined;
  try {
    return await providers.of(provider.kind).versions?.target(provider, rollout.version);
  } catch (error) {
    warn?.('The version that a rollout goes to could not be read', error);
    return undefined;
  }
}

/** The alarms of rollouts in progress, in one call. */
async function alarmsOf(known: readonly Known[], { alarmStates }: Using): Promise<ReadonlyMap<string, FoundAlarms>> {
  const watching = known.filter(
    ({ settings, state: { rollout } }) => settings.alarms.length > 0 && rollout !== null && isInProgress(rollout),
  );
  if (watching.length === 0) return new Map();
  const names = [...new Set(watching.flatMap(({ settings }) => settings.alarms))];
  const found: FoundAlarms = await (alarmStates?.read(names) ?? Promise.reject(new Error('nothing reads them'))).catch(
    (error: Error) => error,
  );
  return new Map(watching.map(({ policy }) => [policy.group, found]));
}
