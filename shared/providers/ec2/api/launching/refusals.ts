import { FLEET_ACCESS, type PoolError } from '../../ports.ts';
import { because } from '../../reasons.ts';
import { isBusy, isCapacityShort, isDenied, isFleetRefused, isSpotTagsFault } from '../errors.ts';

/** What EC2 refused, by its own words; `pools`: keys of those it concerns. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly pools: readonly string[];
}

/** What EC2 says of all pools goes into one item: DynamoDB takes 400 KB, and a message may hold kilobytes. */
const MOST_OF_ALL_MESSAGES = 100_000;
const MOST_OF_A_MESSAGE = 300;
/** An account without EC2 Fleet is asked again once so often. */
const FLEET_REFUSED_SECONDS = 6 * 3600;

/** What refusals mean: which pools are left out, and whether the same may be asked again. */
export function launchErrors(refused: readonly Refused[]): PoolError[] {
  const length = Math.min(MOST_OF_A_MESSAGE, Math.floor(MOST_OF_ALL_MESSAGES / Math.max(1, refused.length)));
  const errors = refused.map(({ message, ...each }) =>
    errorOf({ ...each, message: message.slice(0, length) }, message),
  );
  // EC2 says the same of every pool.
  const distinct = new Map(errors.map((error) => [[error.code, error.message, ...error.pools].join(' '), error]));
  return [...distinct.values()];
}

function errorOf({ code, message, pools }: Refused, whole: string): PoolError {
  const said = { code, message, capacity: isCapacityShort(code) };
  // Where no pool is to blame, none is left out: other groups go on using them.
  if (isBusy(code)) return { ...said, pools: [], retry: 'now', reason: because['launch-throttled'](said) };
  if (isDenied(code)) return { ...said, pools: [], retry: 'soon', reason: because['launch-denied'](said) };
  if (isSpotTagsFault(code, whole)) return { ...said, pools: [], reason: because['spot-tags-in-template'](said) };
  if (!isFleetRefused(code)) return { ...said, pools };
  const reason = because['fleet-not-allowed'](said);
  return { ...said, pools: [FLEET_ACCESS], retry: 'now', leftOutFor: FLEET_REFUSED_SECONDS, reason };
}
