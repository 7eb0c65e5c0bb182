import { expect, it } from 'vitest';
import type { FunctionFacts } from '../../../../shared/aws/preflight/functions.ts';
import { schema } from '../../../../shared/providers/lambda/format/config.ts';
import { lambdaPreflight } from '../../../../shared/providers/lambda/preflight/checks.ts';
import { foundIn } from '../found.ts';

type Tags = Awaited<ReturnType<FunctionFacts['tags']>>;

async function found(written: string, tags: Record<string, Tags>) {
  const functions = { function: async () => ({ value: null }), tags: async (name: string) => tags[name] as Tags };
  const config = schema.parse({ kind: 'lambda', function: written });
  const checks = lambdaPreflight({ functions, stage: 'dev' });
  return foundIn(await checks({ group: 'ci', config, capacity: { min: 0, max: 1 } }));
}

it('says whether the stage may invoke the function, by its tag', async () => {
  expect(await found('resize', { resize: { value: { 'headcount:stage': 'dev' } } })).toEqual([
    'ok stage-tag-found: The function resize has the tag headcount:stage with the value dev',
  ]);
  expect(await found('resize', { resize: { value: {} } })).toEqual([
    'blocker stage-tag-missing: The function resize has no tag headcount:stage, so AWS denies calls from the functions of the stage dev',
  ]);
  expect(await found('resize', { resize: { value: null } })).toEqual([]);
});

it('reads the tags of the function that an alias belongs to', async () => {
  expect(await found('resize:live', { resize: { value: { 'headcount:stage': 'dev' } } })).toHaveLength(1);
});

it('says if the tags cannot be read', async () => {
  const failure = { action: 'lambda:ListTags', resource: 'function resize', code: 'AccessDenied', message: 'no' };
  expect(await found('resize', { resize: { failure } })).toEqual([
    'warning preflight-not-allowed: Not checked: you may not call lambda:ListTags on function resize',
  ]);
});
