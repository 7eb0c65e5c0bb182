import { type Borrowed, type QueryCall, type QueryService, queryCall } from '../../../aws/query/call.ts';
import { only, parsed, text } from '../../../aws/query/xml.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonParameters.html */
const AUTO_SCALING: QueryService = {
  label: 'Auto Scaling',
  name: 'autoscaling',
  variable: 'AUTO_SCALING',
  version: '2011-01-01',
  errorIn(xml) {
    try {
      const error = only(only(parsed(xml), 'ErrorResponse'), 'Error');
      return { code: text(error, 'Code'), message: text(error, 'Message') };
    } catch {
      // A proxy's page, say: the status has to speak for it.
      return { code: '', message: '' };
    }
  },
};

/** Calls without the SDK's client, which costs every cold start more than these few actions are worth. */
export const autoScalingCall = (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): QueryCall =>
  queryCall(AUTO_SCALING, borrowed, environment);

/** `Name.member.1`, … as the query API writes lists. */
export const listParameters = (name: string, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, index) => [`${name}.member.${index + 1}`, value]));
