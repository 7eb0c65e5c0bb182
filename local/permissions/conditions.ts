import { matches } from './match.ts';
import { listed, type Statement, type Wanted } from './policy.ts';
import { type KeyValues, type RequestKeys, valueOfKey } from './request-keys.ts';

/** A condition that cannot be judged here. */
export class UnknownCondition extends Error {}

/** One value of the request against one of the policy. */
type Comparison = (actual: string, wanted: string) => boolean;

const equals: Comparison = (actual, wanted) => actual === wanted;
const equalsIgnoringCase: Comparison = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
const isLike: Comparison = (actual, wanted) => matches(wanted, actual);
const isNumeric = (holds: (difference: number) => boolean): Comparison => {
  return (actual, wanted) => holds(Number(actual) - Number(wanted));
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: equalsIgnoringCase,
  NumericEquals: isNumeric((difference) => difference === 0),
  NumericLessThan: isNumeric((difference) => difference < 0),
  NumericLessThanEquals: isNumeric((difference) => difference <= 0),
  NumericGreaterThan: isNumeric((difference) => difference > 0),
  NumericGreaterThanEquals: isNumeric((difference) => difference >= 0),
};
/** None of the wanted values may match. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

/** Whether all conditions of a statement hold. Throws an `UnknownCondition` for a key or operator that is not known. */
export const conditionsHold = ({ Condition = {} }: Pick<Statement, 'Condition'>, keys: RequestKeys): boolean =>
  Object.entries(Condition).every(([operator, conditions]) =>
    Object.entries(conditions).every(([key, wanted]) => {
      const actual = valueOfKey(key, keys);
      if (actual === undefined) throw new UnknownCondition(`the condition key ${key} is not known for this action`);
      return holds(operator, actual, textsOf(wanted));
    }),
  );

const textsOf = (wanted: Wanted): readonly string[] => listed(wanted).map(String);

function holds(written: string, actual: KeyValues, wanted: readonly string[]): boolean {
  if (written === 'Null') return wanted.includes(String(actual === null));
  const [, set, operator = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const negated = NEGATED[operator];
  const compare = OPERATORS[negated ?? operator];
  if (compare === undefined) throw new UnknownCondition(`the condition operator ${written} is not known`);
  const passes = (value: string): boolean => wanted.some((each) => compare(value, each)) === (negated === undefined);
  if (actual === null)
    return ifExists !== undefined || set === 'ForAllValues' || (negated !== undefined && set === undefined);
  const values = listed(actual);
  if (set === 'ForAllValues') return values.every(passes);
  if (set === 'ForAnyValue') return values.some(passes);
  if (values.length !== 1)
    throw new UnknownCondition(`${written} needs ForAllValues or ForAnyValue for a key of many values`);
  return values.every(passes);
}
