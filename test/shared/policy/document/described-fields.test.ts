import { describe, expect, it } from 'vitest';
import { describeFields, formsOf, kindOf } from '../../../../shared/policy/document/describe.ts';
import { DESCRIBED } from '../../../../shared/policy/document/described.ts';

type Schema = Parameters<typeof kindOf>[0];

const text: Schema = { type: 'string' };
const ofKind = (kind: string, properties: Schema['properties'] = {}): Schema => ({
  properties: { kind: { const: kind }, ...properties },
});
/** Each field of the copy is an object of its own. */
function described(schema: Schema): Schema {
  const copy: Schema = JSON.parse(JSON.stringify(schema));
  describeFields(copy);
  return copy;
}

it('a schema has itself and all its alternatives as forms, and theirs', () => {
  const schema: Schema = { anyOf: [{ oneOf: [{ title: 'one' }] }], allOf: [{ title: 'all' }] };
  expect(formsOf(schema)).toEqual([schema, { oneOf: [{ title: 'one' }] }, { title: 'one' }, { title: 'all' }]);
});

it('the kind of a rule or provider is the one value of its field', () => {
  expect([ofKind('step'), { properties: { kind: text } }, {}].map(kindOf)).toEqual(['step', undefined, undefined]);
});

describe('the words of the reference', () => {
  it('are those of the kind of a provider, in each form that it may have, and of fields within fields', () => {
    const spot = (description?: string): Schema => ({
      anyOf: [{ properties: { percent: { ...text, ...(description && { description }) }, other: text } }, text],
    });
    const kinds = ['ec2', 'ec2-fleet', 'unknown'];
    const providers = (words: readonly (string | undefined)[]): Schema => ({
      properties: { provider: { anyOf: [{ oneOf: kinds.map((kind, i) => ofKind(kind, { spot: spot(words[i]) })) }] } },
    });
    const words = kinds.map((kind) => DESCRIBED.providers[kind]?.['spot.percent']);
    expect(new Set(words).size).toBe(3);
    expect(described(providers([]))).toEqual(providers(words));
  });

  it('are those of the source of a metric', () => {
    const metrics = (queue: Schema): Schema => ({
      properties: {
        metrics: { additionalProperties: { anyOf: [{ properties: { sqs: { properties: { queue } } } }] } },
      },
    });
    const { queue: description = '' } = DESCRIBED.sources['sqs'] ?? {};
    expect(description).not.toBe('');
    expect(described(metrics(text))).toEqual(metrics({ ...text, description }));
  });

  it('are those of the kind of a rule and of every rule', () => {
    const rules = (kind: string, properties: Schema['properties']): Schema => ({
      properties: { rules: { items: { oneOf: [{ properties: { kind: { const: kind }, ...properties } }] } } },
    });
    const own = (name: string, description = DESCRIBED.everyRule[name] ?? '') => ({ [name]: { ...text, description } });
    const kindOf = (kind: string) => ({ kind: { const: kind, description: DESCRIBED.everyRule['kind'] ?? '' } });
    expect(described(rules('step', { threshold: text, enabled: text }))).toEqual(
      rules('step', {
        ...kindOf('step'),
        ...own('threshold', DESCRIBED.rules['step']?.['threshold']),
        ...own('enabled'),
      }),
    );
    expect(described(rules('unknown', { threshold: text }))).toEqual(
      rules('unknown', { ...kindOf('unknown'), threshold: text }),
    );
  });

  it('do not replace a description, also of a form', () => {
    const own = { anyOf: [{ ...text, description: 'Own words.' }] };
    const provider = (subnets: Schema): Schema => ({
      properties: { provider: ofKind('ec2', { retire: own, subnets }) },
    });
    const { subnets: description = '' } = DESCRIBED.providers['ec2'] ?? {};
    expect(described(provider(text))).toEqual(provider({ ...text, description }));
  });

  it('are not needed: a schema without these fields stays as it is', () => {
    expect(described({})).toEqual({});
    expect(described({ properties: { rules: { items: true } } })).toEqual({ properties: { rules: { items: true } } });
  });
});
