import { text } from '../../../aws/query/xml.ts';
import type { StatusChecks } from '../ports.ts';
import type { List, Listing } from './light/listing.ts';

/** Of running instances only, as long as `IncludeAllInstances` is left out. */
const STATUSES: Listing<string> = {
  action: 'DescribeInstanceStatus',
  set: 'instanceStatusSet',
  perPage: 1000,
  read: (status) => text(status, 'instanceId'),
};
/** An instance may fail either, and an answer must match all filters of its call: each is asked for on its own. */
const CHECKS = ['instance-status.status', 'system-status.status'];

/**
 * What EC2 finds impaired. While it cannot be asked nobody is: a worker is not replaced for what is not known, and the
 * group is evaluated all the same; `onUnanswered` is told.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html
 */
export function ec2StatusChecks(list: List, onUnanswered: (why: string) => void = () => {}): StatusChecks {
  const failing = (check: string): Promise<string[]> =>
    list(STATUSES, [{ name: check, values: ['impaired'] }]).catch((error: Error) => {
      onUnanswered(error.message);
      return [];
    });
  return {
    impaired: async () => new Set((await Promise.all(CHECKS.map(failing))).flat()),
  };
}
