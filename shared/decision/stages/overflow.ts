import { MOST_WORKERS, type Reason } from '../../model/index.ts';
import type { Observation } from '../../policy/index.ts';
import { moduleOf, usedRules } from '../../rules/index.ts';
import type { Combined } from '../combine.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { noted, raised } from './draft.ts';

const STAGE = 'overflow';

/**
 * Raises what the rules ask for to what other regions ask of this group, as if a rule had proposed it: the pace, the
 * bounds and the guards of the policy apply. A group without rules that propose follows these requests alone. What this group asks of
 * another region is only noted, because workers that run there are not workers of this group.
 */
export function withOverflow(combined: Combined, { policy, observation }: DecisionContext): Combined {
  const { overflow, now } = observation;
  if (!overflow) return combined;
  const withNote = askedElsewhere(observation).reduce(noting, combined);
  const { requested = [] } = overflow;
  const isFollowing = requested.length > 0 && usedRules(policy).every((rule) => moduleOf(rule).pace === 'moves-bounds');
  const active = requested.filter(({ until, workers }) => until > now && workers > 0);
  if (active.length === 0) {
    return isFollowing ? following(withNote, 0, because['overflow-over']({ from: regionsOf(requested) })) : withNote;
  }
  const workers = Math.min(
    MOST_WORKERS,
    active.reduce((sum, each) => sum + each.workers, 0),
  );
  const until = new Date(Math.min(...active.map((each) => each.until))).toISOString();
  const reason = because['overflow-requested']({ from: regionsOf(active), workers, until });
  return isFollowing ? following(withNote, workers, reason) : atLeast(withNote, workers, reason);
}

const regionsOf = (requests: readonly { readonly from: string }[]): string[] => requests.map(({ from }) => from);

const noting = (combined: Combined, reason: Reason): Combined => ({
  ...combined,
  draft: noted(combined.draft, STAGE, reason),
});

/** What this group asks of another region; empty if it asks for nothing. */
export function askedElsewhere({ overflow, now }: Pick<Observation, 'overflow' | 'now'>): Reason[] {
  const { region, workers, until, running = null } = overflow?.asked ?? NOTHING;
  return until > now && workers > 0 ? [because['overflow-asked']({ region, workers, running })] : [];
}
const NOTHING = { region: '', workers: 0, until: 0, running: null };

function following(combined: Combined, workers: number, reason: Reason): Combined {
  const draft = noted({ capacity: workers, blockedBy: null, reason: null, trace: combined.draft.trace }, STAGE, reason);
  return { ...combined, draft, proposal: workers, asked: workers, reason };
}

function atLeast(combined: Combined, workers: number, reason: Reason): Combined {
  const { draft, asked } = combined;
  if (draft.capacity < workers)
    return { ...combined, asked: Math.max(asked ?? 0, workers), draft: raised(draft, STAGE, workers, reason) };
  // Rules that propose nothing leave the group as it is: that it is large enough is no proposal.
  return { ...noting(combined, reason), asked: asked === null ? null : Math.max(asked, workers) };
}
