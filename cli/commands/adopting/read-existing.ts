import * as adopt from '../../../shared/adopt/index.ts';
import { cloudwatchClient } from '../../../shared/aws/cloudwatch/client.ts';
import { ReasonedError, UserError } from '../../../shared/model/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import { fleets } from '../../../shared/providers/ec2-fleet/api/fleets.ts';
import { because as fleetBecause } from '../../../shared/providers/ec2-fleet/because.ts';
import { unfit } from '../../../shared/providers/ec2-fleet/described/fleet.ts';
import { Ec2FleetError } from '../../../shared/providers/ec2-fleet/errors.ts';
import { applicationAutoScalingCall, ecsCall } from '../../../shared/providers/ecs-service/api/call.ts';
import { ec2Call } from '../../../shared/providers/instances/call.ts';
import { lightDescribe } from '../../../shared/providers/instances/describe.ts';
import { functionsOnAws } from '../../../shared/providers/lambda/api/ask.ts';
import { awsError } from '../../aws-errors.ts';

export interface Asked {
  readonly group: string;
  readonly stage: string;
}

/** What was read, as a first policy. */
export interface Reading {
  /** For the head of the policy: `the Auto Scaling group web`. */
  readonly origin: string;
  readonly adopted: adopt.Adopted;
  readonly steps: adopt.OwnSteps;
}

export const readAutoScalingGroup = (name: string, { group, stage }: Asked): Promise<Reading> =>
  withClient(async (client) => {
    const read = await adopt.readExistingGroup(autoScalingCall(client.config), adopt.cloudwatchAlarms(client), name);
    const adopted = adopt.adopted(group, read, Date.now());
    return { origin: `the Auto Scaling group ${name}`, adopted, steps: adopt.groupSteps(group, stage, read) };
  });

export const readEcsService = (name: string, { group, stage }: Asked): Promise<Reading> =>
  withClient(async (client) => {
    const calls = { ecs: ecsCall(client.config), scaling: applicationAutoScalingCall(client.config) };
    const read = await adopt.readService(calls, adopt.cloudwatchAlarms(client), name);
    const adopted = adopt.adoptedService(group, read, Date.now());
    return { origin: `the ECS service ${name}`, adopted, steps: adopt.serviceSteps(group, stage, read) };
  });

export const readEc2Fleet = (id: string, { group, stage }: Asked): Promise<Reading> =>
  withClient(async ({ config }) => {
    const [call, describe] = [ec2Call(config, process.env), lightDescribe(config)];
    const read = (await fleets({ call, describe, stage, pause: async () => {} }).fleets([id])).get(id);
    if (!read) throw new Ec2FleetError(fleetBecause['fleet-not-found']({ id }));
    const reason = unfit(read);
    if (reason !== null) throw new Ec2FleetError(reason);
    const adopted = adopt.adoptedFleet(group, read, Date.now());
    return { origin: `the EC2 Fleet ${id}`, adopted, steps: adopt.fleetSteps(group, stage, read) };
  });

export const readFunction = (name: string, { group, stage }: Asked): Promise<Reading> =>
  withClient(async ({ config }) => {
    const message = { version: 1, action: 'describe', group, stage } as const;
    const read = { name, described: await functionsOnAws({ borrowed: config }).ask(name, message) };
    const adopted = adopt.adoptedFunction(group, read, Date.now());
    return { origin: `the function ${name}`, adopted, steps: adopt.functionSteps(stage, read) };
  });

async function withClient<T>(act: (client: ReturnType<typeof cloudwatchClient>) => Promise<T>): Promise<T> {
  const client = cloudwatchClient();
  try {
    return await act(client);
  } catch (error) {
    if (error instanceof ReasonedError) {
      throw new UserError(sentence(error.reason), { reason: error.reason, cause: error });
    }
    throw awsError(error, undefined) ?? error;
  } finally {
    client.destroy();
  }
}
