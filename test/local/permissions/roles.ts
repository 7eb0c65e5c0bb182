import { EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { LocalAutoScaling } from '../../../local/autoscaling/index.ts';
import { LocalEc2 } from '../../../local/ec2/index.ts';
import { LocalEcs } from '../../../local/ecs/index.ts';
import { ACCOUNT, Permissions, type Statement } from '../../../local/permissions/index.ts';
import type { PermissionData } from '../../../shared/model/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { providerPermissions } from '../../../shared/providers/index.ts';
import { sourceModules } from '../../../shared/sources/index.ts';
import { sent } from '../validation/exchange.ts';

export const STAGE = 'local';

/** What an evaluation may do, as the deployed stack's role has it. */
export const evaluation = (): Statement[] =>
  [...sourceModules.flatMap(({ permissions }) => permissions), ...providerPermissions(STAGE)].map(statementOf);

function statementOf({ sid, actions, resources, conditions = {} }: PermissionData): Statement {
  const arns = resources.map((resource) => {
    if (resource === '*') return resource;
    const { service, account = ACCOUNT, region = 'us-east-1' } = resource;
    const name = resource.resourceName === undefined ? '' : `/${resource.resourceName}`;
    return `arn:aws:${service}:${region}:${account}:${resource.resource}${name}`;
  });
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: arns, Condition: conditions };
}

/** The statements without the one of this name. */
export function withoutStatement(statements: readonly Statement[], sid: string): Statement[] {
  const left = statements.filter(({ Sid }) => Sid !== sid);
  expect(left).toHaveLength(statements.length - 1);
  return left;
}

export const FUNCTION = 'headcount-local-evaluate';

/** The stand-ins, and what a function with these statements is denied there. */
export function functionWith(statements: () => readonly Statement[]) {
  const ec2 = new LocalEc2();
  const autoScaling = new LocalAutoScaling(ec2);
  const ecs = new LocalEcs(ec2.now);
  const roles = {
    ofFunction: async (name: string, region: string) => {
      if (name !== FUNCTION || region !== 'us-east-1') {
        throw new Error(`the function ${name} is not deployed in ${region} (404)`);
      }
      return { name: 'the-role', statements: statements() };
    },
    ofProfile: async (profile: string) => `arn:aws:iam::${ACCOUNT}:role/${profile.split('/').at(-1)}`,
    tagsOfFunction: async (name: string) => (name.startsWith('tagged-') ? { [TAG.stage]: STAGE } : {}),
    forget: () => {},
  };
  const judged = new Map<string, number>();
  const permissions = new Permissions(roles, () => ({ ec2, autoScaling, ecs }), judged);
  return {
    ...{ ec2, autoScaling, ecs, judged },
    /** Why AWS would deny what a client with this access key sends. */
    denied: async (act: (config: ClientConfig) => Promise<unknown>, accessKeyId = `lambda.${FUNCTION}`) =>
      permissions.denial(
        await sent(({ endpoint }) =>
          act({ endpoint, region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'test' } }),
        ),
      ),
  };
}

export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The tags of a worker of the stage. */
export const OURS = { [TAG.group]: 'web', [TAG.stage]: STAGE };

export const specified = (resourceType: string, tags: Record<string, string>) => ({
  resourceType,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
});

/** An instance with these tags, launched by somebody else. Returns its id. */
export function launched(ec2: LocalEc2, tags: Record<string, string>): string {
  const [instance] = ec2.runInstances({
    ...{
      clientToken: null,
      minCount: 1,
      maxCount: 1,
      template: null,
      instanceType: 'c7g.large',
      imageId: 'ami-12345678',
    },
    ...{ subnetId: null, securityGroups: [], networkInterfaces: [], zone: null },
    ...{ market: 'on-demand', disableApiTermination: null, shutdownBehavior: null },
    tagSpecifications: [specified('instance', tags)],
  });
  return instance?.id ?? '';
}

type Data = Parameters<LocalEc2['createLaunchTemplate']>[0]['data'];

export function launchTemplate(ec2: LocalEc2, name: string, data: Partial<Data> = {}): void {
  ec2.createLaunchTemplate({
    ...{ clientToken: null, name, description: null, tagSpecifications: [] },
    data: {
      ...{
        imageId: 'ami-12345678',
        instanceType: 'c7g.large',
        networkInterfaces: [],
        securityGroups: [],
        market: null,
      },
      ...{ disableApiTermination: false, shutdownBehavior: null, instanceProfile: null, tagSpecifications: [] },
      ...data,
    },
  });
}

export const ec2Call =
  (send: (client: EC2Client) => Promise<unknown>) =>
  (config: ClientConfig): Promise<unknown> =>
    send(new EC2Client(config));
export const terminate = (...InstanceIds: string[]) =>
  ec2Call((client) => client.send(new TerminateInstancesCommand({ InstanceIds })));

/** How AWS says that no statement allows an action. */
export const denial = (action: string, resource: string, inAnswer = false) => ({
  ...{ kind: 'denied', inAnswer },
  message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/the-role/${FUNCTION} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});
