import { describe, expect, test } from 'vitest';
import {
  type Need,
  type Statement,
  statementsIn,
  UnknownCondition,
  verdictOn,
} from '../../../local/permissions/index.ts';

const allow = (statement: Partial<Statement> = {}): Statement => ({
  ...{ Effect: 'Allow', Action: 'ec2:TerminateInstances', Resource: '*' },
  ...statement,
});
const need = (changed: Partial<Need> = {}): Need => ({
  ...{ action: 'ec2:TerminateInstances', resource: 'arn:aws:ec2:us-east-1:000000000000:instance/i-1' },
  ...changed,
});

describe('statements', () => {
  test.each([
    ['the action itself', allow(), 'allowed'],
    ['another case of its letters', allow({ Action: 'EC2:terminateinstances' }), 'allowed'],
    ['a pattern', allow({ Action: ['ec2:Describe*', 'ec2:Terminate*'] }), 'allowed'],
    ['another action', allow({ Action: 'ec2:RebootInstances' }), 'denied'],
    ['a part of its name', allow({ Action: 'ec2:Terminate' }), 'denied'],
    ['its resource', allow({ Resource: 'arn:aws:ec2:*:000000000000:instance/i-?' }), 'allowed'],
    ['another resource', allow({ Resource: 'arn:aws:ec2:*:*:volume/*' }), 'denied'],
    ['a resource in other letters', allow({ Resource: 'arn:aws:ec2:*:*:Instance/*' }), 'denied'],
    ['a dot that is no pattern', allow({ Resource: 'arn.aws.*' }), 'denied'],
  ])('%s', (_, statement, verdict) => {
    expect(verdictOn(need(), [statement])).toBe(verdict);
  });

  test('nothing allows without a statement, and a denial wins over any permission', () => {
    expect(verdictOn(need(), [])).toBe('denied');
    expect(verdictOn(need(), [allow(), allow({ Effect: 'Deny' }), allow()])).toBe('explicitly-denied');
  });

  test('a policy is read as one statement or many; an element that is not evaluated is an error', () => {
    expect(statementsIn(JSON.stringify({ Version: '2012-10-17', Statement: allow() }))).toEqual([allow()]);
    expect(statementsIn(JSON.stringify({ Statement: [allow(), allow()] }))).toHaveLength(2);
    const negated = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    expect(() => statementsIn(JSON.stringify({ Statement: negated }))).toThrow('NotAction');
  });
});

/** Whether the condition holds for a request with these values. */
const holds = (operator: string, wanted: string | string[], actual: string | string[] | null) => {
  const keys = { values: { 'some:key': actual } };
  const statement = allow({ Condition: { [operator]: { 'some:Key': wanted } } });
  return verdictOn(need({ keys }), [statement]) === 'allowed';
};

describe('conditions', () => {
  test.each([
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', null, false],
    ['StringEqualsIfExists', 'a', null, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', null, true],
    ['StringLike', 'head*t', 'headcount', true],
    ['StringLike', 'head*t', 'headcounts', false],
    ['StringNotLike', 'head*', 'foot', true],
    ['ArnLike', 'arn:aws:sns:*:*:x', 'arn:aws:sns:a:b:x', true],
    ['Bool', 'true', 'true', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['Null', 'true', null, true],
    ['Null', 'true', 'a', false],
    ['Null', 'false', 'a', true],
    ['Null', 'false', null, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], null, true],
    ['ForAnyValue:StringEquals', ['a'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['a'], ['c'], false],
    ['ForAnyValue:StringEquals', ['a'], null, false],
    ['ForAnyValue:StringLike', ['a*'], ['c', 'ab'], true],
  ])('%s %o of %o: %s', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });

  test('all conditions of a statement must hold', () => {
    const keys = { values: { 'a:a': '1', 'a:b': '2' } };
    const both = (b: string) => allow({ Condition: { StringEquals: { 'a:a': '1' }, StringLike: { 'a:b': b } } });
    expect(verdictOn(need({ keys }), [both('2')])).toBe('allowed');
    expect(verdictOn(need({ keys }), [both('3')])).toBe('denied');
  });

  test('tags of the request and of the resource are keys; a missing one is no value', () => {
    const keys = { requestTags: { 'a/b': '1' }, resourceTags: { team: 'x' } };
    const verdict = (key: string, wanted: string) =>
      verdictOn(need({ keys }), [allow({ Condition: { StringEquals: { [key]: wanted } } })]);
    expect(verdict('aws:RequestTag/a/b', '1')).toBe('allowed');
    expect(verdict('aws:ResourceTag/team', 'x')).toBe('allowed');
    expect(verdict('ec2:ResourceTag/team', 'x')).toBe('allowed');
    expect(verdict('aws:ResourceTag/Team', 'x')).toBe('denied');
  });

  test.each([
    ['a key that the action does not have', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
    ['a tag of a request that sets none', { StringEquals: { 'aws:RequestTag/a': '1' } }],
    ['an operator', { IpAddress: { 'some:key': '10.0.0.0/8' } }],
    ['many values without a set operator', { StringEquals: { 'some:keys': 'a' } }],
  ])('%s that is not known is an error, not a verdict', (_, Condition) => {
    const keys = { values: { 'some:key': 'a', 'some:keys': ['a', 'b'] } };
    expect(() => verdictOn(need({ keys }), [allow({ Condition })])).toThrow(UnknownCondition);
    // It says nothing of an action that the statement is not about.
    expect(verdictOn(need({ keys }), [allow({ Action: 'ec2:RebootInstances', Condition })])).toBe('denied');
  });
});
