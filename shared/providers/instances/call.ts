import { type Borrowed, type QueryCall, type QueryService, queryCall } from '../../aws/query/call.ts';
import { errorIn } from './answer.ts';

export type { Borrowed };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
export const EC2: QueryService = { label: 'EC2', name: 'ec2', variable: 'EC2', version: '2016-11-15', errorIn };

/** Calls an action of EC2's query API and returns the XML of the response. */
export const ec2Call = (borrowed: Borrowed, environment: NodeJS.ProcessEnv): QueryCall =>
  queryCall(EC2, borrowed, environment);
