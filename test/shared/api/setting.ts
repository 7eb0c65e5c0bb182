import { type ApiRequest, type ApiUse, answerRequest, calls, openApi } from '../../../shared/api/index.ts';
import { PushMemory } from '../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { FakeEvaluationQueue } from '../../fakes/fake-queues.ts';
import { policyOf, setting } from '../evaluation/setting.ts';
import { expectAnswer } from './documented.ts';

export const ADMIN = { by: 'arn:aws:iam::111122223333:user/ann', from: '192.0.2.7' };

type Sent = Partial<Omit<ApiRequest, 'route' | 'path' | 'body'>> & { readonly group?: string; readonly body?: unknown };

/** The API over the table in memory, at noon, with the group `ci`. */
export async function apiSetting(...documents: readonly PolicyDocument[]) {
  const all = setting();
  for (const each of documents.length > 0 ? documents : [policyOf()]) await all.put(each);
  const { table, clock, dependencies: evaluation } = all;
  const queue = new FakeEvaluationQueue();
  let ids = 0;
  const use: ApiUse = {
    ...{ stage: 'production', queue, clock, evaluation },
    ...{ records: table.records, versions: table.versions, activities: table.activities, states: table.states },
    ...{ requests: table.requests, evaluations: table.evaluations, counts: table.counts },
    queues: async () => ({ evaluations: 0, 'dead-letters': 2, failures: 0 }),
    push: { ...table, values: table.pushedValues, queue, memory: new PushMemory(), clock },
    audit: {
      ...{ audit: table.audit, clock },
      newId: (at) => `${at}-${String(++ids).padStart(4, '0')}`,
      warn: () => undefined,
    },
    openApi: () => openApi(calls),
  };
  /** Sends a request; `body` is written as JSON, unless it is a text. */
  async function send(route: string, { group = 'ci', body, query = {}, headers = {}, caller = ADMIN }: Sent = {}) {
    const path: Record<string, string> = route.includes('{group}') ? { group } : {};
    const text = body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body);
    const response = await answerRequest({ route, path, query, headers, body: text, caller }, use);
    // biome-ignore lint/suspicious/noExplicitAny: documents of any call
    const json = JSON.parse(response.body) as any;
    expectAnswer(route, { status: response.status, json });
    return { ...response, json };
  }
  return { ...all, use, queue, send };
}

/** The newest entry of the audit trail: its action and its outcome. */
export async function newestEntry({ send }: Pick<Awaited<ReturnType<typeof apiSetting>>, 'send'>) {
  const [entry] = (await send('GET /audit', { query: { limit: '1' } })).json.entries;
  const { action, group, by, from, outcome } = entry ?? {};
  return { action, group, by, from, result: outcome?.result, code: outcome?.code };
}
