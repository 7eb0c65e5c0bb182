import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import type { QueryCall } from '../../../../shared/aws/query/call.ts';
import { autoScaling } from '../../../../shared/providers/auto-scaling-group/api/auto-scaling.ts';
import { autoScalingCall } from '../../../../shared/providers/auto-scaling-group/api/call.ts';
import type { AutoScaling } from '../../../../shared/providers/auto-scaling-group/ports.ts';
import { ec2Call } from '../../../../shared/providers/instances/call.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import type { FindInstances } from '../../../../shared/providers/instances/found-instances.ts';
import { lightTemplates } from '../../../../shared/providers/instances/templates.ts';
import { type Served, served } from '../../../local/autoscaling/served.ts';

export interface WithStandIn extends Served {
  readonly aws: AutoScaling;
  readonly call: QueryCall;
  readonly find: FindInstances;
}

/** The calls of the product before both stand-ins. */
export async function withStandIn(): Promise<WithStandIn> {
  const all = await served();
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'x' };
  const client = new CloudWatchClient({ region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  const environment = { AWS_ENDPOINT_URL: all.endpoint };
  const call = autoScalingCall(client.config, environment);
  const describe = lightDescribe(client.config, environment);
  const templates = lightTemplates(client.config, environment);
  return {
    ...all,
    aws: autoScaling({ call, ec2: ec2Call(client.config, environment), describe, templates, stage: 'dev' }),
    call,
    find: async (ids) => {
      const found = ids.length === 0 ? [] : await describe([{ name: 'instance-id', values: ids }]);
      return new Map(found.map((instance) => [instance.id, instance]));
    },
  };
}
