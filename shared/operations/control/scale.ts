import { boundsInForce, floorInForce, isPausedIn, pauseIn } from '../../decision/index.ts';
import { becauseOfRecord, recordFault } from '../../evaluation/index.ts';
import { type Actor, isoAfter, type Reason } from '../../model/index.ts';
import { openUntil, type Policy } from '../../policy/index.ts';
import {
  type Control,
  type Controlled,
  type Controlling,
  type ControlUse,
  changeManual,
  endAfter,
  setBy,
} from './change.ts';
import { because, controlError } from './reasons.ts';
import type { EndScaleRequest, ScaleRequest } from './requests.ts';

/**
 * Sets the size of a group for a while: a floor and a ceiling. Then the rules decide again. Throws if the size is beyond
 * the bounds in force, unless it is forced, and if it is beyond a guard.
 */
export const scale = (group: string, request: ScaleRequest, actor: Actor, use: ControlUse): Promise<Controlled> =>
  changeManual(controlBy(group, request, actor), use, ({ state, policy, manual, now }) => {
    const { workers, for: seconds, force } = request;
    if (!policy) throw recordFault(becauseOfRecord['policy-not-read']({ group }));
    const fault = faultOf(request, policy, now);
    if (fault) throw controlError(fault);
    const size = {
      workers,
      until: endAfter(seconds, now),
      ...setBy({ ...actor, because: request.because }, now),
      ...(force && { beyondBounds: true as const }),
    };
    return { manual: { ...manual, scale: size }, notes: notesOn(workers, { state, policy, manual, now }) };
  });

/** Ends a size that somebody has set: the rules decide again. */
export const endScale = (group: string, request: EndScaleRequest, actor: Actor, use: ControlUse): Promise<Controlled> =>
  changeManual(controlBy(group, { end: true, ...request }, actor), use, ({ manual }) => ({
    manual: manual.scale === null ? null : { ...manual, scale: null },
    notes: [],
  }));

const controlBy = (group: string, { because: why, ...asked }: Asked, actor: Actor): Control => ({
  action: 'scale',
  group,
  actor: { ...actor, because: why },
  params: asked,
});
type Asked = { readonly because: string } & { readonly [name: string]: string | number | boolean };

/** Guards are checked now. One whose window opens later holds the group then. */
function faultOf({ workers, force }: ScaleRequest, policy: Policy, now: number): Reason | null {
  const { group, guards } = policy;
  const bounds = boundsInForce(policy, now);
  const { min, max, scheduled } = bounds;
  const caps = (guards.cap ?? []).filter((window) => openUntil(window, now) !== undefined);
  const cap = Math.min(...caps.map((window) => window.max));
  const floor = floorInForce(policy, bounds);
  if (workers > cap) return because['control-above-cap']({ group, workers, bound: cap });
  if (workers < floor) return because['control-below-floor']({ group, workers, bound: floor });
  if (force) return null;
  // A window's maximum may be below the floor, which the group keeps then.
  const most = Math.max(max, floor);
  if (workers > most) return because['control-above-maximum']({ group, workers, bound: most, scheduled });
  if (workers < min) return because['control-below-minimum']({ group, workers, bound: min, scheduled });
  return null;
}

/** What keeps the group from its size. */
function notesOn(workers: number, { state, policy, manual, now }: Controlling & { readonly policy: Policy }): Reason[] {
  const { group, dryRun } = policy;
  const { desired } = state.decision;
  const direction = desired === null || workers >= desired ? 'out' : 'in';
  const byHand = pauseIn(direction, { manual, now });
  const isOfPolicy = isPausedIn(policy.paused, direction);
  const isHeld = workers !== desired && (byHand !== undefined || isOfPolicy);
  // The pause of the policy has no end.
  const until = isOfPolicy ? undefined : byHand?.until;
  return [
    ...(dryRun ? [because['control-dry-run']({ group })] : []),
    ...(isHeld
      ? [
          because['control-paused']({
            group,
            by: isOfPolicy ? 'its policy' : (byHand?.by ?? ''),
            ...(until !== undefined && { until: isoAfter(until) }),
          }),
        ]
      : []),
  ];
}
