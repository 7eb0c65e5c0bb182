import type { EvaluationQueue, LaterTrigger } from '../../../shared/evaluation/ports.ts';

export interface Sent {
  readonly body: string;
  readonly delaySeconds: number;
}

/** The port of the queue: `onSend` says what SQS does with a message. */
export function queuePort(onSend: (sent: Sent) => void): EvaluationQueue {
  return {
    async send(groups, { bundles = [], later = new Map<number, string[]>() } = {}) {
      const bundled = new Set(bundles.flat());
      for (const some of [...bundles, groups.filter((group) => !bundled.has(group))])
        if (some.length > 0) onSend({ body: JSON.stringify({ groups: some }), delaySeconds: 0 });
      for (const [after, some] of later) onSend({ body: JSON.stringify({ groups: some, after }), delaySeconds: after });
    },
    async sendLater(groups: readonly string[], seconds: number, trigger: LaterTrigger) {
      onSend({ body: JSON.stringify({ groups, trigger }), delaySeconds: seconds });
    },
  };
}
