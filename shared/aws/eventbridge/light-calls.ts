import { patience } from '../client-settings.ts';
import type { Borrowed } from '../query/call.ts';
import { type TargetedService, targetedCall } from '../query/json-call.ts';
import { keptConnections } from '../query/send.ts';
import type { EventBridgeCalls } from './calls.ts';

const EVENTBRIDGE: TargetedService = {
  name: 'events',
  label: 'EventBridge',
  variable: 'EVENTBRIDGE',
  prefix: 'AWSEvents',
  version: '1.1',
  attempts: 2,
};
/** Short, because a resize waits for the call. */
const PATIENCE_MS = 2000;

/** EventBridge without its SDK client, whose contract it fulfills, and on connections of its own. */
export function lightEventBridgeCalls(
  borrowed: Borrowed,
  environment: NodeJS.ProcessEnv = process.env,
): EventBridgeCalls {
  const own: Borrowed = {
    region: () => borrowed.region(),
    credentials: () => borrowed.credentials(),
    requestHandler: keptConnections(patience(PATIENCE_MS).requestHandler),
    ...(borrowed.useFipsEndpoint && { useFipsEndpoint: borrowed.useFipsEndpoint }),
    ...(borrowed.useDualstackEndpoint && { useDualstackEndpoint: borrowed.useDualstackEndpoint }),
  };
  const call = targetedCall(EVENTBRIDGE, own, environment);
  return async (action, input) => (await call(action, input)) as never;
}
