import { EC2Client } from '@aws-sdk/client-ec2';
import { patience } from '../../../aws/client-settings.ts';
import type { DescribeInstances } from '../../instances/seen-instance.ts';
import type { Resizer, WarmInstances } from '../ports.ts';
import { ec2Resizer } from './resizer.ts';

/**
 * The only module that loads the EC2 client. `lazy.ts` imports it. The long timeout is needed because EC2 responds to an
 * instant fleet after its launches.
 */
export function resizerWithClient(describe: DescribeInstances, stage: string): Resizer & WarmInstances {
  return ec2Resizer(new EC2Client(patience(30_000)), describe, stage);
}
