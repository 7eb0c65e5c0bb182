import * as z from 'zod';
import { stage } from '../../documents/index.ts';
import { push, pushedGroups } from '../../evaluation/index.ts';
import { atMost, positiveDuration, valueError } from '../../model/index.ts';
import { pastSeries, refused } from '../../operations/index.ts';
import { seriesDocument } from '../../presentation/index.ts';
import { call } from '../call.ts';
import { pathIn } from '../problems/path-in.ts';
import { invalidRequest } from '../reasons.ts';
import { actorOf } from './actor.ts';
import { mustExist } from './known-group.ts';

/** An answer has at most 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LONGEST_SECONDS = 2 * 86_400;

export const metricCalls = [
  call({
    method: 'POST',
    path: '/groups/{group}/metrics',
    id: 'pushMetrics',
    level: 'submitter',
    summary:
      'Push values of metrics that the policy defines as pushed. The group is evaluated if they could change its size',
    body: z
      .union([z.looseObject({}), z.array(z.unknown())])
      .describe('One push such as {"values": {"orders": 12}}, or a list of them: docs/reference/sources/pushed.md'),
    answer: {
      status: 202,
      description: 'Stored',
      schema: stage.pushResult,
    },
    async run({ group, body, caller }, { push: use, audit }) {
      // The permission of the caller is for the group in the path: no document may name another one.
      const others = pushedGroups(body).filter((named) => named !== group);
      if (others.length > 0) {
        const error = invalidRequest([
          valueError('body.group', 'invalid-value', { expected: `must be ${group}, as in the path` }),
        ]);
        // Values are data without entries. An attempt to push to another group is something to know.
        await refused(audit, { action: 'push', actor: actorOf(caller), group, params: { groups: others } }, error);
        throw error;
      }
      const pushed = await push({ written: body, group, isWhole: true }, use);
      if (pushed.faults.length > 0) throw invalidRequest(pushed.faults.map(inBody));
      const { stored, groups, woken: evaluations } = pushed;
      return { body: { stored, groups, evaluations } };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/metrics',
    id: 'getMetrics',
    level: 'reader',
    summary: 'Get the values of the metrics that evaluations used, and the workers of the group, over time',
    query: z.strictObject({
      last: atMost(positiveDuration, LONGEST_SECONDS).default(3600).describe('How far back, at most 2d; 1h by default'),
    }),
    answer: {
      status: 200,
      description: 'As "npx headcount metrics GROUP --json": docs/reference/json-output.md',
      schema: stage.series,
    },
    async run({ group, query: { last } }, use) {
      const to = use.clock();
      const series = await pastSeries(group, { from: to - last * 1000, to }, use);
      if (series.workers.length === 0) await mustExist(group, use);
      return { body: seriesDocument(series) };
    },
  }),
];

const inBody = <T extends { readonly path: string }>(fault: T): T => ({ ...fault, path: pathIn('body', fault.path) });
