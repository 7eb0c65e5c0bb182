import type { QueryCall } from '../../../aws/query/call.ts';
import { only, parsed, text } from '../../../aws/query/xml.ts';
import { explained } from '../errors.ts';
import { members } from './pages.ts';

/** Enough to see past the launches that went well meanwhile. */
const LOOKED_AT = 20;

/**
 * Why the group's newest failed activity failed; null when none of its last ones did, or a launch succeeded since.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html
 */
export async function lastFailure(call: QueryCall, group: string): Promise<string | null> {
  const parameters = { AutoScalingGroupName: group, MaxRecords: String(LOOKED_AT) };
  const xml = await explained(() => call('DescribeScalingActivities', parameters), [group]);
  const answer = only(parsed(xml), 'DescribeScalingActivitiesResponse');
  for (const activity of members(only(answer, 'DescribeScalingActivitiesResult'), 'Activities')) {
    const status = text(activity, 'StatusCode');
    if (status === 'Failed') return text(activity, 'StatusMessage') || text(activity, 'Description');
    if (status === 'Successful' && text(activity, 'Description').startsWith('Launching')) return null;
  }
  return null;
}
