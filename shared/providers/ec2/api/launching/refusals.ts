import { cutTo } from '../../../../model/index.ts';
import {
  isBusy,
  isCapacityShort,
  isDenied,
  isFleetRefused,
  isImageMissing,
  isPassRoleRefused,
  isSpotTagsFault,
  isTemplateFault,
  NOTHING_MATCHES,
} from '../../../instances/errors.ts';
import { because } from '../../because.ts';
import { FLEET_ACCESS, type PoolError } from '../../ports.ts';

/** What EC2 refused, with EC2's code and message. `pools`: keys of the pools that it concerns. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly pools: readonly string[];
}

/** The messages of all pools are stored in one item. DynamoDB accepts 400 KB, and one message may have kilobytes. */
const MOST_OF_ALL_MESSAGES = 100_000;
/** Long enough for the message of a denied call with its cause. */
const MOST_OF_A_MESSAGE = 600;
/** How long RunInstances is used before CreateFleet is tried again. */
const FLEET_REFUSED_SECONDS = 6 * 3600;

/** Classifies refusals: which pools are excluded, and whether the same launch may be tried again. */
export function launchErrors(refused: readonly Refused[]): PoolError[] {
  const length = Math.min(MOST_OF_A_MESSAGE, Math.floor(MOST_OF_ALL_MESSAGES / Math.max(1, refused.length)));
  const errors = refused.map(({ message, ...each }) => errorOf({ ...each, message: cutTo(message, length) }, message));
  // Errors that blame no pool repeat for every pool.
  const distinct = new Map(errors.map((error) => [[error.code, error.message, ...error.pools].join(' '), error]));
  return [...distinct.values()];
}

function errorOf({ code, message, pools }: Refused, whole: string): PoolError {
  const said = { code, message, capacity: isCapacityShort(code) };
  // Where no pool is to blame, none is excluded: other groups continue to use them.
  if (isBusy(code)) return { ...said, pools: [], retry: 'now', reason: because['launch-throttled']({ code, message }) };
  if (isFleetRefused(code, whole)) {
    const reason = because['fleet-not-allowed']({ code, message });
    return { ...said, pools: [FLEET_ACCESS], retry: 'now', leftOutFor: FLEET_REFUSED_SECONDS, reason };
  }
  if (isPassRoleRefused(code, whole)) {
    return { ...said, pools: [], retry: 'soon', reason: because['role-not-passable']({ code, message }) };
  }
  if (isDenied(code)) return { ...said, pools: [], retry: 'soon', reason: because['launch-denied']({ code, message }) };
  if (code === NOTHING_MATCHES) return { ...said, pools, reason: because['no-type-matches']({}) };
  if (isImageMissing(code)) return { ...said, pools: [], reason: because['image-missing']({ code, message }) };
  if (isTemplateFault(code)) return { ...said, pools: [] };
  if (!isSpotTagsFault(code, whole)) return { ...said, pools };
  return { ...said, pools: [], reason: because['spot-tags-in-template']({ code, message }) };
}
