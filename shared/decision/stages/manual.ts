import { isoAfter } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { DecisionContext } from '../context.ts';
import { isPausedIn, pauseIn, sizeSetIn } from '../manual.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';

/** The size that somebody has set by hand, while it lasts: a floor and a ceiling instead of what the rules ask for. */
export const setSize: Stage = (draft, { policy: { group }, observation, current }) => {
  const set = sizeSetIn(observation);
  if (!set) return draft;
  const { workers, by, because: why = null, until } = set;
  const reason = because['size-set-by-hand']({
    workers,
    by,
    because: why,
    until: isoAfter(until),
    group,
  });
  const { capacity: asked } = draft;
  const trace = [...draft.trace, { stage: 'manual:scale', proposed: workers, reason }];
  if (asked === workers) return { ...draft, reason: draft.reason ?? reason, trace };
  // Bringing the group to its size is what was asked for. Keeping it there against the rules is a constraint.
  const isMove = asked > workers ? asked <= current : asked >= current;
  const bound = asked > workers ? 'at-max' : 'at-min';
  return { ...draft, capacity: workers, blockedBy: isMove ? null : bound, reason, trace };
};

/** Whether somebody has set a size that is valid beyond the bounds of the policy. */
export const isBeyondBounds = ({ observation }: DecisionContext): boolean =>
  sizeSetIn(observation)?.beyondBounds === true;

/** A pause overrides everything else, whether the policy has it or somebody has set it by hand. */
export const paused: Stage = (draft, { policy, observation, current }) => {
  if (draft.capacity === current) return draft;
  const { ofPolicy, byHand } = pausesIn(draft.capacity > current ? 'out' : 'in', policy, observation);
  const held = ofPolicy ? constrained(draft, 'paused', current, ofPolicy, 'paused') : draft;
  if (!byHand) return held;
  const also = constrained(held, 'manual:pause', current, byHand, 'paused');
  // The pause of the policy has no end, so it is the reason where there are both.
  return held === draft ? also : { ...also, reason: held.reason };
};

/** Who pauses a direction, as reasons. */
export function pausesIn(
  direction: 'out' | 'in',
  { paused: written, group }: Pick<Policy, 'paused' | 'group'>,
  observation: Pick<Observation, 'manual' | 'now'>,
) {
  const set = pauseIn(direction, observation);
  const which = (paused: Policy['paused']) => (paused === true ? null : direction);
  return {
    ofPolicy: isPausedIn(written, direction) && because['group-paused']({ direction: which(written) }),
    byHand:
      set !== undefined &&
      because['paused-by-hand']({
        direction: which(set.paused),
        by: set.by,
        because: set.because ?? null,
        until: set.until === undefined ? null : isoAfter(set.until),
        group,
      }),
  };
}
