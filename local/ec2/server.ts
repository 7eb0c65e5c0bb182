import { type ServeQuery, serveQuery } from '../query/serve.ts';
import { throttled } from './errors.ts';
import type { LocalEc2 } from './local-ec2.ts';
import { answer, refusal } from './protocol/answer.ts';

/** Serves EC2 requests over HTTP, with the configured faults. */
export const serveEc2 = (localEc2: LocalEc2): ServeQuery =>
  serveQuery({
    calls: localEc2.calls,
    faults: localEc2.faults,
    answer: (form) => answer(localEc2, form),
    refusal,
    throttled,
  });
