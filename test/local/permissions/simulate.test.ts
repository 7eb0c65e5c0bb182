import { describe, expect, test } from 'vitest';
import { type Statement, simulated } from '../../../local/permissions/index.ts';

const RESOURCE = 'arn:aws:ec2:us-east-1:000000000000:instance/i-1';
const CALL = { action: 'ec2:TerminateInstances', resource: RESOURCE };
const allowing = (Condition: Statement['Condition'] = {}): Statement => ({
  ...{ Effect: 'Allow', Action: 'ec2:Terminate*', Resource: '*', Condition },
});
const judged = (
  statements: readonly Statement[],
  context: Readonly<Record<string, string | readonly string[]>> = {},
) => {
  const { verdict, missing } = simulated({ ...CALL, context }, statements);
  return { verdict, missing };
};

describe('a simulated call', () => {
  test('has the values of keys that it was asked with, whose names ignore case', () => {
    const ofStage = [allowing({ StringEquals: { 'aws:ResourceTag/Stage': 'prod' } })];
    expect(judged(ofStage, { 'AWS:resourcetag/stage': 'prod' })).toEqual({ verdict: 'allowed', missing: [] });
    expect(judged(ofStage, { 'aws:ResourceTag/Stage': 'test' })).toEqual({ verdict: 'denied', missing: [] });
    const ofMany = [allowing({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } })];
    expect(judged(ofMany, { 'aws:TagKeys': ['a', 'b'] }).verdict).toBe('allowed');
    expect(judged(ofMany, { 'aws:TagKeys': ['a', 'c'] }).verdict).toBe('denied');
  });

  test.each(['ec2:ResourceTag/stage', 'iam:ResourceTag/stage', 'aws:RequestTag/stage', 'aws:SourceVpc'])(
    'has no value of another key, and says so: %s',
    (key) => {
      const found = judged([allowing({ StringEquals: { [key]: 'prod' } })], { 'aws:ResourceTag/stage': 'prod' });
      expect(found).toEqual({ verdict: 'denied', missing: [key.toLowerCase()] });
    },
  );

  test('does not need the keys of statements about other actions', () => {
    const other = { ...allowing({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }), Action: 'sqs:*' };
    expect(judged([allowing(), other])).toEqual({ verdict: 'allowed', missing: [] });
  });
});
