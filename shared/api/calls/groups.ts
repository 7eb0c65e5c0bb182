import * as z from 'zod';
import { preview } from '../../evaluation/index.ts';
import { MOST_WORKERS } from '../../model/index.ts';
import { candidatesIn, groupDetails, healthiestFirst, stageStatus, workersWithHealth } from '../../operations/index.ts';
import {
  activityDocument,
  candidatesDocument,
  countsOf,
  explanationDocument,
  groupDocument,
  groupsJson,
  isoTimes,
  workerHealthDocument,
} from '../../presentation/index.ts';
import { call } from '../call.ts';
import { apiError } from '../reasons.ts';
import { anyDocument } from './documents.ts';
import { groupNotFound, mustExist, previewOf } from './known-group.ts';
import { pageOf, pageQuery, pageSchema, startOf } from './page.ts';

const SEE = 'docs/reference/json-output.md';

/** Reads of all groups and of one. */
export const groupCalls = [
  call({
    ...{ method: 'GET', path: '/groups', id: 'listGroups', level: 'reader' },
    summary: 'List the groups of the stage by name',
    query: z.object(pageQuery(1000, 100)),
    answer: {
      status: 200,
      description: `As "headcount status --json": ${SEE}`,
      schema: pageSchema('groups', anyDocument('A group')),
    },
    async run({ query }, use) {
      const list = ['groups'];
      const start = startOf(list, query) ?? '';
      const overview = (await stageStatus(use)).filter(({ group }) => group > start);
      const { entries, cursor } = pageOf(overview, ({ group }) => group, list, query);
      const rows = entries.map((each) => ({ ...each, ...countsOf(each.workers, each.state) }));
      return { body: { groups: groupsJson(rows, use.clock()), cursor } };
    },
  }),
  call({
    ...{ method: 'GET', path: '/groups/{group}', id: 'getGroup', level: 'reader' },
    summary: 'Get one group: its size, workers, cooldowns, and what holds it',
    answer: { status: 200, description: `As "headcount status GROUP --json": ${SEE}`, schema: anyDocument('A group') },
    async run({ group }, use) {
      const details = await groupDetails(group, use);
      if (!details) throw groupNotFound(group);
      return { body: groupDocument(details) };
    },
  }),
  call({
    ...{ method: 'GET', path: '/groups/{group}/explain', id: 'explainGroup', level: 'reader' },
    summary: 'Explain the newest scaling activity step by step, and what an evaluation would decide now',
    answer: {
      status: 200,
      description: `As "headcount explain GROUP --json": ${SEE}`,
      schema: z.object({ activity: anyDocument('The newest activity').nullable(), now: anyDocument('The decision') }),
    },
    async run({ group }, use) {
      const [[activity], present] = await Promise.all([use.activities.list(group, 1), preview(group, use.evaluation)]);
      if (!present) throw groupNotFound(group);
      return { body: explanationDocument(activity, present) };
    },
  }),
  call({
    ...{ method: 'GET', path: '/groups/{group}/activities', id: 'listActivities', level: 'reader' },
    summary: 'List the scaling activities of a group, newest first',
    query: z.object(pageQuery(200, 20)),
    answer: {
      status: 200,
      description: `As "headcount activities GROUP --json": ${SEE}`,
      schema: pageSchema('activities', anyDocument('An activity')),
    },
    async run({ group, query }, use) {
      const list = ['activities', group];
      const found = await use.activities.list(group, query.limit + 1, startOf(list, query));
      if (found.length === 0) await mustExist(group, use);
      const { entries, cursor } = pageOf(found, ({ id }) => id, list, query);
      return { body: { activities: entries.map((each) => isoTimes(activityDocument(each))), cursor } };
    },
  }),
  call({
    ...{ method: 'GET', path: '/groups/{group}/candidates', id: 'listCandidates', level: 'reader' },
    summary:
      'List the workers that a scale-in would terminate, in order, and those that it would keep, with the reasons',
    query: z.object({
      count: z.coerce
        .number()
        .int()
        .min(1)
        .max(MOST_WORKERS)
        .optional()
        .describe('How many workers the scale-in would terminate'),
    }),
    answer: {
      status: 200,
      description: `As "headcount candidates GROUP --json": ${SEE}`,
      schema: anyDocument('The candidates'),
    },
    async run({ group, query }, use) {
      const present = await previewOf(group, use);
      const found = candidatesIn(present, query.count);
      if (!found) throw apiError['group-not-found']({ group, part: 'policy' });
      return { body: candidatesDocument(group, found) };
    },
  }),
  call({
    ...{ method: 'GET', path: '/groups/{group}/workers', id: 'listWorkers', level: 'reader' },
    summary: 'List the workers of a group with the values of their own metrics',
    query: z.object({
      order: z
        .enum(['oldest', 'healthiest'])
        .default('oldest')
        .describe('healthiest: ready workers with the lowest load first'),
    }),
    answer: {
      status: 200,
      description: `As "headcount workers GROUP --json": ${SEE}`,
      schema: z.object({ group: z.string(), at: z.iso.datetime(), workers: z.array(anyDocument('A worker')) }),
    },
    async run({ group, query }, use) {
      const present = await previewOf(group, use);
      const listed = workersWithHealth({ rules: present.policy?.rules ?? [] }, present.observedWorkers);
      const workers = query.order === 'healthiest' ? healthiestFirst(listed) : listed;
      return { body: { group, at: new Date(present.at).toISOString(), workers: workers.map(workerHealthDocument) } };
    },
  }),
];
