import { text } from '../../../aws/query/xml.ts';
import type { List, Listing } from '../../instances/listing.ts';
import type { StatusChecks } from '../ports.ts';

/** Without `IncludeAllInstances`, EC2 lists only running instances. */
const STATUSES: Listing<string> = {
  action: 'DescribeInstanceStatus',
  set: 'instanceStatusSet',
  perPage: 1000,
  read: (status) => text(status, 'instanceId'),
};
/** An instance may fail one of them, and a call returns only instances that match all its filters. So each has a call. */
const CHECKS = ['instance-status.status', 'system-status.status'];

/**
 * Reads the failing status checks. If they cannot be read, no worker counts as impaired and the evaluation continues.
 * `onUnanswered` receives the reason.
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
