import { CreateLaunchTemplateCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { parseXML } from '@aws-sdk/xml-builder';
import { onTestFinished } from 'vitest';
import { LocalAutoScaling } from '../../../local/autoscaling/index.ts';
import { LocalEc2 } from '../../../local/ec2/index.ts';
import { LocalEcs } from '../../../local/ecs/index.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';
import { clientOf, LIFETIMES } from '../ec2/served.ts';

export const DELAYS = { reaction: 1_000, retry: 30_000, healthCheck: 20_000, transition: 500 };
/** From a change of the desired capacity until the new instances are in service. */
export const UNTIL_IN_SERVICE = DELAYS.reaction + LIFETIMES.pendingFor;
export const SUBNETS = 'subnet-00000001,subnet-00000002,subnet-00000003';

/** An answer as AWS's XML holds it: texts, and lists under `member`. */
// biome-ignore lint/suspicious/noExplicitAny: an XML document; the tests say what they expect of it
export type Answer = any;

export interface Served {
  readonly ec2: LocalEc2;
  readonly autoScaling: LocalAutoScaling;
  readonly client: EC2Client;
  readonly endpoint: string;
  /** Calls an action with form parameters and returns its result; throws AWS's code and message. */
  ask(action: string, parameters?: Readonly<Record<string, string | number | boolean>>): Promise<Answer>;
  /** Lets so many ms pass. */
  pass(ms: number): void;
  now(): number;
}

/** Both stand-ins behind the gateway, on a clock of the test's own. */
export async function served(): Promise<Served> {
  let now = Date.parse('2026-11-21T12:00:00Z');
  let ids = 0;
  const ec2 = new LocalEc2({
    now: () => now,
    newId: () => (++ids).toString(16).padStart(17, '0'),
    lifetimes: LIFETIMES,
  });
  const autoScaling = new LocalAutoScaling(ec2, { delays: DELAYS });
  const gateway = await startGateway({ ec2, autoScaling, ecs: new LocalEcs(ec2.now), id: 'test' });
  onTestFinished(() => gateway.close());
  const endpoint = gateway.url.origin;
  return {
    ec2,
    autoScaling,
    client: clientOf(endpoint, 1),
    endpoint,
    ask: (action, parameters = {}) => ask(endpoint, action, parameters),
    pass: (ms) => {
      now += ms;
    },
    now: () => now,
  };
}

export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function ask(
  endpoint: string,
  action: string,
  parameters: Readonly<Record<string, string | number | boolean>>,
): Promise<Answer> {
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/autoscaling/aws4_request, Signature=00',
    },
    body: new URLSearchParams([['Action', action], ['Version', '2011-01-01'], ...texts] as [string, string][]),
  });
  const answer: Answer = parseXML(await response.text());
  if (response.ok) return answer[`${action}Response`][`${action}Result`] ?? null;
  const { Code, Message } = answer.ErrorResponse.Error;
  throw new Refused(Code, Message, response.status);
}

/** What AWS refuses a call with; `null` when it does not. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, message: error.message };
    throw error;
  }
}

/** The members of a list element. */
export const members = (list: Answer): Answer[] => {
  const found = list?.member;
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
};

/** A launch template and a group `web` of it, its instances in service. */
export async function withGroup(
  served: Served,
  sizes: { min?: number; max?: number; desired?: number } = {},
  more: Readonly<Record<string, string | number | boolean>> = {},
): Promise<void> {
  const { min = 0, max = 10, desired = 2 } = sizes;
  await withTemplate(served.client);
  await served.ask('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'web',
    'LaunchTemplate.LaunchTemplateName': 'worker',
    'LaunchTemplate.Version': '$Latest',
    MinSize: min,
    MaxSize: max,
    DesiredCapacity: desired,
    VPCZoneIdentifier: SUBNETS,
    ...more,
  });
  served.pass(UNTIL_IN_SERVICE);
}

export const withTemplate = (client: EC2Client) =>
  client.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'worker',
      LaunchTemplateData: { ImageId: 'ami-12345678', InstanceType: 'm7g.large' },
    }),
  );

export async function group({ ask }: Served, name = 'web'): Promise<Answer> {
  const answer = await ask('DescribeAutoScalingGroups', { 'AutoScalingGroupNames.member.1': name });
  return members(answer.AutoScalingGroups)[0] ?? null;
}

/** The lifecycle states of the group's instances, oldest first. */
export const states = async (served: Served): Promise<string[]> =>
  instances(await group(served)).map(({ LifecycleState }) => LifecycleState);

export const instances = (described: Answer): Answer[] => members(described?.Instances);

export const idsOf = async (served: Served): Promise<string[]> =>
  instances(await group(served)).map(({ InstanceId }) => InstanceId);

export const activities = async ({ ask }: Served): Promise<Answer[]> =>
  members((await ask('DescribeScalingActivities', { AutoScalingGroupName: 'web' })).Activities);
