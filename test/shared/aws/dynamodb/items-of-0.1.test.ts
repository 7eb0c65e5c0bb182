import { readFileSync } from 'node:fs';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { activityItem, activityOf } from '../../../../shared/aws/dynamodb/activities/activity-item.ts';
import { plainItem } from '../../../../shared/aws/dynamodb/calls/attribute-values.ts';
import { attributesOf, stateOf } from '../../../../shared/aws/dynamodb/states/state-item.ts';
import { ReasonedError } from '../../../../shared/model/index.ts';
import { activityDocument, sentence, stateDocument } from '../../../../shared/presentation/index.ts';
import { emptyState, type GroupState, StateError } from '../../../../shared/state/index.ts';

interface Line {
  readonly item?: Record<string, AttributeValue>;
  /** A group's state as version 0.1 read it from its item. */
  readonly state?: Record<string, unknown>;
}

/** A table as version 0.1 (commit 75eb37a) left it: groups that grow, shrink, drain, back off, replace, are deleted. */
const lines = readFileSync(new URL('items-of-0.1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Line => JSON.parse(line));
const before = new Map(lines.flatMap(({ state }) => (state ? [[state['group'], state]] : [])));
const states = lines.flatMap(({ item }) => (item ? [plainItem(item)] : [])).filter(({ sk }) => sk === 'STATE');
const withoutNulls = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));

describe('a state item of version 0.1', () => {
  test.each(states.map((item) => [String(item['pk']).slice('GROUP#'.length), item] as const))(
    'of the group %s is read as that version read it',
    (group, item) => {
      // Capacity shortages were each group's own; they last for minutes, and are the account's now.
      const { unavailable: _, faults, ...read } = before.get(group) ?? {};
      const {
        faults: errors,
        breaker: backoff,
        conditions,
        failures,
        manual,
        overflow,
        ...state
      } = stateDocument(stateOf(item), 0);
      expect([conditions, failures, manual]).toEqual([[], 0, { pauses: [], scale: null }]);
      expect(overflow).toEqual({ asked: null, requested: [] });
      const { code: _code, params: _params, ...breaker } = backoff ?? {};
      expect({ ...state, breaker: backoff && breaker }).toEqual(read);
      // Validation errors had no codes then.
      expect(errors.map(({ path, message }) => ({ path, message }))).toEqual(faults);
    },
  );

  test.each(states.map((item) => [item] as const))('is replaced slice by slice', (item) => {
    const state = stateOf(item);
    const { policy, decision, drains, notices, provider, claim, schedule } = state;
    const slices = [{ policy }, { decision }, { drains }, { notices }, { provider }, { claim }, { schedule }];
    let written = item;
    for (const slice of slices) {
      written = withoutNulls({ ...written, ...attributesOf(slice) });
      expect(stateOf(written)).toEqual(state);
    }
    const now = ['pk', 'sk', 'revision', 'schemaVersion', 'dueAt', 'dueShard'];
    const left = Object.keys(written).filter((name) => !now.includes(name) && !Object.keys(state).includes(name));
    expect(left).toEqual([]);
  });
});

const activities = lines.flatMap(({ item }) => (item ? [plainItem(item)] : [])).filter(({ intent }) => intent);

describe('an activity of version 0.1', () => {
  test.each(activities.map((item) => [`${item['group']} ${item['status']}`, item] as const))(
    '(%s) is read, and shown under the same names',
    (_, item) => {
      const { intent, outcome, decision } = activityDocument(activityOf(item));
      expect(intent).toMatchObject(intentOf(item));
      expect(outcome).toEqual(item['outcome'] && { ...withOrdered(item['outcome']) });
      expect(decision.reason).toContain(String((item['decision'] as { reason: string }).reason).replace(/\.$/, ''));
    },
  );

  test.each(activities.map((item) => [item] as const))('is written in the layout of now, and read again', (item) => {
    const activity = activityOf(item);
    expect(activityOf(activityItem(activity))).toEqual(activity);
    expect(() => activityOf({ ...activityItem(activity), schemaVersion: 4 })).toThrow(/schema version 4/);
  });
});

/** Nothing is launched: then there was no plan worth keeping. */
function intentOf(item: Record<string, unknown>): object {
  const intent = item['intent'] as { kind: string; onDemand?: number; spot?: number; takeBack?: readonly string[] };
  return intent.kind === 'launch' && (intent.onDemand ?? 0) + (intent.spot ?? 0) === 0
    ? { kind: 'launch', takeBack: intent.takeBack }
    : intent;
}
const withOrdered = (outcome: unknown): object => {
  const written = outcome as { kind: string };
  return written.kind === 'launch' ? { ...written, ordered: 0 } : written;
};

describe('an item whose reasons were texts', () => {
  const [item = {}] = activities;
  const error = 'InsufficientInstanceCapacity: try later';

  test('an activity with such an error is read and shown', () => {
    const { decision, ...fields } = activityItem(activityOf(item));
    const read = activityOf({ ...fields, decision, schemaVersion: 2, error });
    expect(read.error).toEqual({ code: 'text', params: { text: error } });
    expect(activityDocument(read)).toMatchObject({ error: `${error}.`, errorReason: { code: 'text' } });
    expect(activityOf(activityItem(read))).toEqual(read);
  });

  test('a back-off with such a cause is read and shown', () => {
    const { provider } = emptyState('web');
    const launchBackoff = { failures: 2, until: 5, because: error };
    const state = stateOf({
      ...{ pk: 'GROUP#web', sk: 'STATE', revision: 3, schemaVersion: 2 },
      provider: { ...provider, schemaVersion: 1, launchBackoff },
    });
    expect(state.provider.launchBackoff?.because).toEqual({ code: 'text', params: { text: error } });
    expect(stateDocument(state, 0).breaker).toMatchObject(launchBackoff);
    expect(stateOf({ pk: 'GROUP#web', ...withoutNulls(attributesOf(state)), revision: 0 })).toMatchObject({
      provider: state.provider,
    });
  });
});

describe('an activity item that this version cannot use', () => {
  const [earlier = {}] = activities;
  const written = activityItem(activityOf(earlier));
  const { id, group } = activityOf(earlier);
  const reasonOf = (change: Record<string, unknown>) => {
    try {
      activityOf({ ...written, ...change });
    } catch (error) {
      if (error instanceof ReasonedError) return { reason: error.reason, text: sentence(error.reason) };
      throw error;
    }
    throw new Error('the item was read');
  };

  test.each<[string, Record<string, unknown>, string, object]>([
    [
      'with text for a time',
      { startedAt: 'noon' },
      'startedAt',
      { code: 'wrong-type', params: { expected: 'number' } },
    ],
    ['with a status nobody knows', { status: 'asleep' }, 'status', { code: 'not-one-of' }],
    ['without an intent', { intent: undefined }, 'intent', { code: 'required' }],
    ['with workers that are none', { outcome: { kind: 'remove', terminated: 'all' } }, 'outcome.terminated', {}],
    ['with text for a decision', { decision: 'out' }, 'decision', { code: 'wrong-type' }],
    [
      'with a plan that is none',
      { intent: { ...(written['intent'] as object), plan: { token: 7 } } },
      'intent.plan',
      { code: expect.stringMatching(/./) },
    ],
  ])('%s is rejected by activity and field', (_, change, field, error) => {
    const { reason, text } = reasonOf(change);
    expect(reason).toMatchObject({ code: 'activity-invalid', params: { activity: id, group, fields: [field] } });
    expect(reason.params['errors']).toEqual([expect.objectContaining(error)]);
    expect(text).toContain(`Activity ${id} of ${group} cannot be read: ${field} `);
    expect(text).not.toMatch(/Invalid input|expected .*received|Error:/);
  });

  test('of a newer version names it, and says what to do', () => {
    expect(reasonOf({ schemaVersion: 9 })).toMatchObject({
      reason: { code: 'activity-newer', params: { activity: id, group, version: 9, known: 3 } },
      text: expect.stringMatching(/Update Headcount\.$/),
    });
  });
});

describe('a state item that this version cannot use', () => {
  const itemOf = (slices: Partial<GroupState>, also: Record<string, unknown> = {}) => ({
    ...{ pk: 'GROUP#web', sk: 'STATE', revision: 3 },
    ...withoutNulls(attributesOf(slices)),
    ...also,
  });
  const { decision, provider } = emptyState('web');
  const errorOf = (item: Record<string, unknown>): StateError => {
    try {
      stateOf(item);
    } catch (error) {
      if (error instanceof StateError) return error;
      throw error;
    }
    throw new Error('the item was read');
  };

  test.each<[string, Record<string, unknown>, Partial<StateError>]>([
    ['of a newer layout', itemOf({}, { schemaVersion: 3 }), { slice: 'item', field: 'schemaVersion' }],
    ['with a slice of a newer version', itemOf({}, { decision: { schemaVersion: 2 } }), { slice: 'decision' }],
    [
      'with a notice of a newer version',
      itemOf({}, { notices: [{ schemaVersion: 3, id: 'i-1' }] }),
      { slice: 'notices' },
    ],
    ['with drains of a newer version', itemOf({}, { drains: { schemaVersion: 2, entries: [] } }), { slice: 'drains' }],
    [
      'with text for a number',
      itemOf({ decision: { ...decision, desired: 'four' as never } }),
      { slice: 'decision', field: 'desired' },
    ],
    ['with a field nobody knows', itemOf({ provider: { ...provider, mood: 1 } as never }), { slice: 'provider' }],
    ['with a claim that names nobody', itemOf({}, { claim: { activity: 'a' } }), { slice: 'claim', field: 'holder' }],
    ['with a slice that is no map', itemOf({}, { policy: 7 }), { slice: 'policy' }],
    ['of version 0.1 with text for a list', { pk: 'GROUP#web', sk: 'STATE', draining: 'all' }, { slice: 'drains' }],
    ['with a due time that is text', itemOf({}, { dueAt: 'now' }), { slice: 'schedule', field: 'dueAt' }],
  ])('%s is rejected by group, slice and field', (_, item, expected) => {
    const error = errorOf(item);
    expect(error).toMatchObject({ ...expected, group: 'web' });
    expect(error.message).toContain('The state of web');
    expect(sentence(error.reason)).toBe(error.message);
    expect(error.message).not.toMatch(/Invalid input|expected .*received|Error:/);
  });
});
