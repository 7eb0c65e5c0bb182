import * as z from 'zod';
import { stage } from '../../documents/index.ts';
import { groupName } from '../../model/index.ts';
import { auditPage, MOST_AUDIT_ENTRIES, measuredStage } from '../../operations/index.ts';
import { auditDocument, prometheusText, stageMetrics } from '../../presentation/index.ts';
import { call } from '../call.ts';
import { pageQuery } from './page.ts';

/** What concerns the stage. */
export const stageCalls = [
  call({
    method: 'GET',
    path: '/audit',
    id: 'listAudit',
    level: 'admin',
    summary: 'List who did what through the API and the command line, newest first. Entries are kept for 400 days',
    query: z.strictObject({
      ...pageQuery(MOST_AUDIT_ENTRIES, 100),
      group: groupName.optional().describe('Only entries of this group'),
    }),
    answer: {
      status: 200,
      description: 'As "npx headcount audit --json": docs/reference/json-output.md',
      schema: stage.audit,
    },
    async run({ query: { group, limit, cursor } }, { audit, clock, stage: of }) {
      const request = { now: clock(), limit, stage: of, ...(group && { group }), ...(cursor && { cursor }) };
      const page = await auditPage(audit.audit, request);
      return { body: { entries: page.entries.map(auditDocument), cursor: page.cursor } };
    },
  }),
  call({
    method: 'GET',
    path: '/metrics',
    id: 'exposeMetrics',
    level: 'reader',
    summary: 'Get the metrics of the stage and of all groups in the text format of Prometheus',
    query: z.strictObject({
      doctor: z
        .enum(['true', 'false'])
        .optional()
        .describe('true: also what "npx headcount doctor" finds, which reads all workers'),
    }),
    answer: {
      status: 200,
      description: 'docs/reference/prometheus-metrics.md',
      schema: z.string(),
      content: 'text/plain; version=0.0.4; charset=utf-8',
    },
    async run({ query: { doctor } }, use) {
      const asked = { now: use.clock(), isExamined: doctor === 'true' };
      const measured = await measuredStage({ ...use, policies: use.evaluation.policies }, asked);
      return { body: prometheusText(stageMetrics(measured)) };
    },
  }),
  call({
    method: 'GET',
    path: '/openapi.json',
    id: 'getOpenApi',
    level: 'reader',
    summary: 'Get the OpenAPI document of the API',
    answer: {
      status: 200,
      description: 'OpenAPI 3.1',
      schema: z
        .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
        .describe('https://spec.openapis.org/oas/v3.1.1.html'),
    },
    run: async (_input, { openApi }) => ({ body: openApi() }),
  }),
];
