import { type Asked, blocked, type Check, isDenied, passed, unchecked, warned } from '../../../../model/index.ts';
import type { Market } from '../../../instances/listed-worker.ts';
import type { LaunchCall, Refusal } from '../ports.ts';
import { because } from '../reasons.ts';

/** Codes of accounts that may not use EC2 Fleet; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html */
const NO_FLEET = /^(MaxFleetCountExceeded|OptInRequired)$/;

/** Whether EC2 would accept a launch, with the permissions of who asks. */
export function launchCheck(group: string, call: LaunchCall, market: Market, answer: Asked<Refusal | null>): Check {
  if ('failure' in answer) return unchecked(group, answer.failure);
  const refusal = answer.value;
  if (refusal === null) return passed(group, because['launch-accepted']({ call, market }));
  const { code, message } = refusal;
  if (call === 'CreateFleet' && NO_FLEET.test(code)) {
    return warned(group, because['fleet-not-available']({ code }), because['remedy-fleet']({}));
  }
  if (isDenied(code)) return unchecked(group, { action: `ec2:${call}`, resource: '*', code, message });
  return blocked(group, because['launch-refused']({ call, market, code, message }), because['remedy-launch']({}));
}
