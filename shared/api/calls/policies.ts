import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { stage, versions } from '../../documents/index.ts';
import { ownedTargetFaults } from '../../evaluation/index.ts';
import { becauseText, valueError } from '../../model/index.ts';
import {
  audited,
  deletePolicy,
  deletionOf,
  isChangedMeanwhile,
  missingPolicy,
  policyHistory,
  rollback,
} from '../../operations/index.ts';
import { type PolicyDocument, parseDeployable, policyWarnings } from '../../policy/index.ts';
import { changeDocument, historyDocument } from '../../presentation/index.ts';
import { call } from '../call.ts';
import { apiError, invalidPolicy } from '../reasons.ts';
import { actorOf } from './actor.ts';
import { etagOf, mustMatch } from './etag.ts';
import { pageQuery } from './page.ts';

const because = { because: becauseText.optional().describe('The reason; it is stored with the version') };
const becauseDeleted = becauseText.optional().describe('The reason; it is recorded in the audit trail');
const path = '/groups/{group}/policy';
/** Each version has its whole document. */
const MOST_LISTED = 100;

const written = z.object({
  group: z.string(),
  etag: z.string().nullable().describe('Null if somebody has changed the policy since'),
  warnings: stage.faultList,
});

const otherName = (written: unknown, group: string) =>
  written === group ? [] : [valueError('group', 'invalid-value', { expected: `must be ${group}, as in the path` })];

export const policyCalls = [
  call({
    method: 'GET',
    path,
    id: 'getPolicy',
    level: 'reader',
    summary: 'Get the policy of a group as its author wrote it. The header ETag is for If-Match',
    answer: {
      status: 200,
      description: 'The policy document',
      schema: z
        .looseObject({ group: z.string() })
        .describe('A document that is valid has the schema components.schemas.Policy'),
    },
    async run({ group }, { records }) {
      const item = await records.item(group);
      if (item === null) throw missingPolicy(group);
      return { body: { group, ...(item.document as object) }, headers: { etag: etagOf(item) } };
    },
  }),
  call({
    method: 'PUT',
    path,
    id: 'putPolicy',
    level: 'admin',
    isConditional: true,
    action: 'policy-apply',
    summary: 'Write the policy of a group. It becomes active within seconds. GET /groups/{group} shows its version',
    query: z.strictObject(because),
    body: z.looseObject({}).describe('The policy. You may leave out `group`') as z.ZodType<Record<string, unknown>>,
    answer: { status: 202, description: 'Written; it is accepted within seconds', schema: written },
    async run({ group, query, body, caller, ifMatch, ifNoneMatch }, { records, audit }) {
      const document = { group, ...body };
      const parsed = parseDeployable(document);
      const faults = [
        ...(parsed.ok ? [] : parsed.faults),
        ...otherName(document.group, group),
        ...(parsed.ok ? await ownedTargetFaults(parsed.value, records) : []),
      ];
      if (!parsed.ok || faults.length > 0) throw invalidPolicy(group, faults);
      const actor = actorOf(caller, query.because);
      const seen = await records.item(group);
      mustMatch(group, seen, { ifMatch, ifNoneMatch });
      await audited(audit, { action: 'policy-apply', actor, group }, async () => {
        const isWritten = await records.put(document as unknown as PolicyDocument, actor, seen);
        if (!isWritten) throw apiError['policy-changed']({ group });
      });
      const warnings = policyWarnings(parsed.value).map(({ path: at, code, message }) => ({ path: at, code, message }));
      const item = await records.item(group);
      // Somebody may have written another policy since. Its ETag would let this caller replace what he has not read.
      const isOwn = item !== null && item.by === actor.by && isDeepStrictEqual(item.document, document);
      const etag = isOwn ? etagOf(item) : null;
      return { body: { group, etag, warnings }, headers: etag === null ? {} : { etag } };
    },
  }),
  call({
    method: 'DELETE',
    path,
    id: 'deletePolicy',
    level: 'admin',
    isConditional: true,
    action: 'policy-delete',
    summary: 'Delete the policy of a group. Its field onDelete says what happens to the workers',
    query: z.strictObject({ because: becauseDeleted }),
    answer: {
      status: 202,
      description: 'Deleted; `onDelete` says what happens to the workers',
      schema: versions.deleted.omit({ version: true }),
    },
    async run({ group, query, caller, ifMatch, ifNoneMatch }, use) {
      const deletion = await deletionOf(group, use);
      mustMatch(group, deletion.item, { ifMatch, ifNoneMatch });
      const actor = actorOf(caller, query.because);
      const { onDelete } = await deletePolicy(deletion, actor, { ...use, ...use.audit }).catch((error: unknown) => {
        // A condition that was met when it was checked, and no longer when the policy was to be deleted.
        throw isChangedMeanwhile(error) ? apiError['policy-changed']({ group }) : error;
      });
      return { body: { group, onDelete } };
    },
  }),
  call({
    method: 'GET',
    path: '/groups/{group}/versions',
    id: 'listVersions',
    level: 'reader',
    summary: 'List the versions of a policy, newest first: who changed what, when, why and through what',
    query: z.strictObject(pageQuery(MOST_LISTED, 20)),
    answer: {
      status: 200,
      description: 'As "npx headcount policy history GROUP --json": docs/reference/json-output.md',
      schema: versions.history,
    },
    async run({ group, query: { limit, cursor } }, use) {
      const history = await policyHistory(
        group,
        { limit, stage: use.stage, ...(cursor !== undefined && { cursor }) },
        use,
      );
      return { body: historyDocument(history) };
    },
  }),
  call({
    method: 'POST',
    path: '/groups/{group}/rollback',
    id: 'rollBack',
    level: 'operator',
    action: 'policy-rollback',
    summary: 'Roll back: write the document of an earlier version again. It becomes the next version',
    body: z.strictObject({
      to: z.int().min(1).optional().describe('The version to go back to; by default the one before the active version'),
      ...because,
    }),
    answer: {
      status: 202,
      description: 'Written; it is accepted within seconds',
      schema: versions.rolledBack.omit({ version: true }),
    },
    async run({ group, body, caller }, use) {
      const request = { group, actor: actorOf(caller, body.because), ...(body.to !== undefined && { to: body.to }) };
      const { from, to, result, differences } = await rollback(request, { ...use, ...use.audit });
      return { body: { group, from, to, result, differences: differences.map(changeDocument) } };
    },
  }),
];
