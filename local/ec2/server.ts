import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveQuery } from '../query/serve.ts';
import { throttled } from './errors.ts';
import { answer, refusal } from './protocol/answer.ts';
import type { Ec2World } from './world.ts';

/** Answers EC2 requests over HTTP, with the faults that were asked for. */
export const serveEc2 = (world: Ec2World): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  serveQuery({ calls: world.calls, faults: world.faults, answer: (form) => answer(world, form), refusal, throttled });
