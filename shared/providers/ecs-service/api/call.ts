import type { Borrowed } from '../../../aws/query/call.ts';
import { jsonCall } from '../../../aws/query/json-call.ts';

/** Calls an action with its input; returns its output. Throws an `Error` whose cause is the fault that AWS answered with. */
export type EcsCall = (action: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

const ECS = { label: 'ECS', name: 'ecs', variable: 'ECS' };
const APPLICATION_AUTO_SCALING = {
  label: 'Application Auto Scaling',
  name: 'application-autoscaling',
  variable: 'APPLICATION_AUTO_SCALING',
};

/** Calls without the SDK's client, which costs every cold start more than these few actions are worth. */
export const ecsCall = (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): EcsCall =>
  targeted(ECS, 'AmazonEC2ContainerServiceV20141113', borrowed, environment);

export const applicationAutoScalingCall = (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): EcsCall =>
  targeted(APPLICATION_AUTO_SCALING, 'AnyScaleFrontendService', borrowed, environment);

function targeted(service: typeof ECS, prefix: string, borrowed: Borrowed, environment: NodeJS.ProcessEnv): EcsCall {
  const call = jsonCall(service, borrowed, environment);
  return async (action, body) =>
    (await call(action, { target: `${prefix}.${action}`, body })) as Readonly<Record<string, unknown>>;
}

/** The list in a field of an output; empty when it is missing. */
export const listIn = (output: unknown, field: string): readonly Readonly<Record<string, unknown>>[] => {
  const list = Object(output)[field];
  return Array.isArray(list) ? list.map((each) => Object(each)) : [];
};
export const textIn = (output: Readonly<Record<string, unknown>>, field: string): string => String(output[field] ?? '');
export const numberIn = (output: Readonly<Record<string, unknown>>, field: string): number =>
  Number(output[field] ?? 0);
/** ECS writes times in seconds. Null when it is missing. */
export const timeIn = (output: Readonly<Record<string, unknown>>, field: string): number | null =>
  typeof output[field] === 'number' ? Math.round(output[field] * 1000) : null;
export const tagsIn = (output: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(listIn(output, 'tags').map((tag) => [textIn(tag, 'key'), textIn(tag, 'value')]));
