import * as z from 'zod';
import { control } from '../../documents/index.ts';
import { becauseText } from '../../model/index.ts';
import {
  audited,
  type Controlled,
  type ControlUse,
  endScale,
  endScaleRequest,
  pause,
  pauseRequest,
  type ReplaceUse,
  replace,
  replaceRequest,
  resume,
  resumeRequest,
  rolloutRequest,
  scale,
  scaleRequest,
  steer,
} from '../../operations/index.ts';
import { controlledDocument, replacedDocument } from '../../presentation/index.ts';
import { call } from '../call.ts';
import type { ApiUse } from '../use.ts';
import { actorOf } from './actor.ts';
import { mustExist } from './known-group.ts';

const answer = {
  status: 200,
  description: 'As "npx headcount pause GROUP --json": docs/reference/json-output.md',
  schema: control.controlled,
};

const useOf = ({ audit, states, evaluation: { policies } }: ApiUse): ControlUse => ({ ...audit, states, policies });
const replaceUseOf = ({ audit, states, evaluation: { policies, providers } }: ApiUse): ReplaceUse => ({
  ...audit,
  states,
  policies,
  providers,
});
const answered = (controlled: Controlled) => ({ body: controlledDocument(controlled) });

/** What an operator does with a group. */
export const controlCalls = [
  call({
    method: 'POST',
    path: '/groups/{group}/pause',
    id: 'pauseGroup',
    level: 'operator',
    answer,
    action: 'pause',
    summary: 'Pause a group, or one direction of it. A resize that has begun is completed',
    body: pauseRequest,
    run: async ({ group, body, caller }, use) => answered(await pause(group, body, actorOf(caller), useOf(use))),
  }),
  call({
    method: 'POST',
    path: '/groups/{group}/resume',
    id: 'resumeGroup',
    level: 'operator',
    answer,
    action: 'resume',
    summary: 'End a pause that was set by hand',
    body: resumeRequest,
    run: async ({ group, body, caller }, use) => answered(await resume(group, body, actorOf(caller), useOf(use))),
  }),
  call({
    method: 'POST',
    path: '/groups/{group}/scale',
    id: 'scaleGroup',
    level: 'operator',
    answer,
    action: 'scale',
    summary: 'Set the size of a group for a while. With {"end": true}, the rules decide again at once',
    body: z.union([
      scaleRequest,
      endScaleRequest.extend({ end: z.literal(true).describe('End the size that was set earlier') }),
    ]),
    async run({ group, body, caller }, use) {
      const actor = actorOf(caller);
      if (!('end' in body)) return answered(await scale(group, body, actor, useOf(use)));
      return answered(await endScale(group, { because: body.because }, actor, useOf(use)));
    },
  }),
  call({
    method: 'POST',
    path: '/groups/{group}/replace',
    id: 'replaceWorkers',
    level: 'operator',
    action: 'replace',
    summary:
      'Replace the workers of a group with workers of another version. With {"action": …}, pause, resume, roll back or cancel a rollout',
    body: z.union([replaceRequest, rolloutRequest]),
    answer: {
      status: 200,
      description: 'As "npx headcount replace GROUP --json": docs/reference/json-output.md',
      schema: control.replaced,
    },
    async run({ group, body, caller }, use) {
      const actor = actorOf(caller);
      const doing =
        'action' in body
          ? steer(group, body, actor, replaceUseOf(use))
          : replace(group, body, actor, replaceUseOf(use));
      return { body: replacedDocument(await doing) };
    },
  }),
  call({
    method: 'POST',
    path: '/groups/{group}/evaluate',
    id: 'evaluateGroup',
    level: 'operator',
    action: 'evaluate',
    summary: 'Evaluate a group now. GET /groups/{group}/explain shows the result',
    body: z.strictObject({ because: becauseText.optional().describe('The reason; it is recorded in the audit trail') }),
    answer: { status: 202, description: 'The evaluation is queued', schema: z.object({ group: z.string() }) },
    async run({ group, body, caller }, use) {
      await mustExist(group, use);
      const action = { action: 'evaluate', actor: actorOf(caller, body.because), group } as const;
      await audited(use.audit, action, () => use.queue.sendLater([group], 0, 'follow-up'));
      return { body: { group } };
    },
  }),
];
