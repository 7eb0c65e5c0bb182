import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Calls } from '../calls.ts';

/** The actions of EventBridge that functions call, and what is read of their answers. */
export interface EventBridgeActions {
  readonly PutEvents: {
    readonly input: PutEventsCommandInput;
    readonly output: Partial<Pick<PutEventsCommandOutput, 'Entries'>>;
  };
}
export type EventBridgeCalls = Calls<EventBridgeActions>;
