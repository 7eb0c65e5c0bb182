import * as z from 'zod';
import { control, groups, part } from '../../documents/index.ts';
import { GROUP_NAME, MOST_WORKERS } from '../../model/index.ts';
import {
  candidatesIn,
  explained,
  groupDetails,
  groupOverviews,
  healthiestFirst,
  indexedGroups,
  missingPolicy,
  unknownGroup,
  versionsIn,
  workersWithHealth,
} from '../../operations/index.ts';
import {
  activityDocument,
  candidatesDocument,
  countsOf,
  explanationDocument,
  groupDocument,
  groupsJson,
  isoTimes,
  membersDocument,
  workerHealthDocument,
} from '../../presentation/index.ts';
import { call } from '../call.ts';
import { mustExist, previewOf } from './known-group.ts';
import { pageOf, pageQuery, pageSchema, startOf } from './page.ts';

const SEE = 'docs/reference/json-output.md';
/** The id of an activity. */
const ACTIVITY = /^[\w-]{1,100}$/;

/** Reads of all groups and of one. */
export const groupCalls = [
  call({
    method: 'GET',
    path: '/groups',
    id: 'listGroups',
    level: 'reader',
    summary:
      'List the groups of the stage by name. A group of which no policy was accepted yet is not listed: GET /groups/{group} shows why',
    query: z.strictObject(pageQuery(1000, 100)),
    answer: {
      status: 200,
      description: `As "npx headcount status --json": ${SEE}`,
      schema: pageSchema('groups', groups.listedGroup),
    },
    async run({ query }, use) {
      const list = ['groups', use.stage];
      const start = startOf(list, query, GROUP_NAME) ?? '';
      const names = (await indexedGroups(use)).filter((group) => group > start);
      const { entries, cursor } = pageOf(names, (group) => group, list, query);
      const rows = (await groupOverviews(entries, use)).map((each) => ({
        ...each,
        ...countsOf(each.workers, each.state),
      }));
      return { body: { groups: groupsJson(rows, use.clock()), cursor } };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}',
    id: 'getGroup',
    level: 'reader',
    summary: 'Get one group: its size, workers, cooldowns, and what holds it',
    answer: { status: 200, description: `As "npx headcount status GROUP --json": ${SEE}`, schema: groups.group },
    async run({ group }, use) {
      const details = await groupDetails(group, use);
      if (!details) throw unknownGroup(group);
      return { body: groupDocument(details) };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/explain',
    id: 'explainGroup',
    level: 'reader',
    summary: 'Explain the newest scaling activity step by step, and what an evaluation would decide now',
    answer: {
      status: 200,
      description: `As "npx headcount explain GROUP --json": ${SEE}`,
      schema: groups.explainedNow,
    },
    async run({ group }, use) {
      const [[activity], present] = await Promise.all([use.activities.list(group, 1), explained(group, use)]);
      if (!present) throw unknownGroup(group);
      return { body: explanationDocument(activity, present) };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/activities',
    id: 'listActivities',
    level: 'reader',
    summary: 'List the scaling activities of a group, newest first',
    query: z.strictObject(pageQuery(200, 20)),
    answer: {
      status: 200,
      description: `As "npx headcount activities GROUP --json": ${SEE}`,
      schema: pageSchema('activities', part.activity),
    },
    async run({ group, query }, use) {
      const list = ['activities', use.stage, group];
      const found = await use.activities.list(group, query.limit + 1, startOf(list, query, ACTIVITY));
      if (found.length === 0) await mustExist(group, use);
      const { entries, cursor } = pageOf(found, ({ id }) => id, list, query);
      return { body: { activities: entries.map((each) => isoTimes(activityDocument(each))), cursor } };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/candidates',
    id: 'listCandidates',
    level: 'reader',
    summary:
      'List the workers that a scale-in would terminate, in order, and those that it would keep, with the reasons',
    query: z.strictObject({
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
      description: `As "npx headcount candidates GROUP --json": ${SEE}`,
      schema: control.candidates,
    },
    async run({ group, query }, use) {
      const present = await previewOf(group, use);
      const found = candidatesIn(present, query.count);
      if (!found) throw missingPolicy(group);
      return { body: candidatesDocument(group, found) };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/workers',
    id: 'listWorkers',
    level: 'reader',
    summary: 'List the workers of a group with the values of their own metrics, and the members of its warm pool',
    query: z.strictObject({
      order: z
        .enum(['oldest', 'healthiest'])
        .default('oldest')
        .describe('healthiest: ready workers with the lowest load first'),
    }),
    answer: {
      status: 200,
      description: `As "npx headcount workers GROUP --json": ${SEE}`,
      schema: groups.workers,
    },
    async run({ group, query }, use) {
      const present = await previewOf(group, use);
      const listed = workersWithHealth(
        { rules: present.policy?.rules ?? [] },
        present.observedWorkers,
        await versionsIn(present),
      );
      const workers = query.order === 'healthiest' ? healthiestFirst(listed) : listed;
      const at = new Date(present.at).toISOString();
      return { body: { group, at, workers: workers.map(workerHealthDocument), members: membersDocument(present) } };
    },
  }),
];
