import type { PolicyFailures } from '../../evaluation/index.ts';
import type { SqsCalls } from './calls.ts';

/** Sends `{ "policies": [...] }` to the failure queue, which has an alarm, and which `headcount redrive` reads. */
export const policyFailures = (call: SqsCalls, queueUrl: string): PolicyFailures => ({
  async send(group) {
    const Entries = [{ Id: 'policy', MessageBody: JSON.stringify({ policies: [group] }) }];
    const { Failed: [failed] = [] } = await call('SendMessageBatch', { QueueUrl: queueUrl, Entries });
    if (failed) throw new Error(`SQS rejected the message: ${failed.Message ?? failed.Code}`);
  },
});
