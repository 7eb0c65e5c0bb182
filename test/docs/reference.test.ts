import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import { policyItemOf } from '../../shared/aws/dynamodb/policies/policy-item.ts';
import { parseDeployable } from '../../shared/policy/index.ts';
import { blocksOf, linksOf, pages, readPage } from './markdown.ts';
import { withPrices } from './prices.ts';

test('the item in the policy reference is accepted as a plain put', () => {
  const put = blocksOf('docs/reference/policy.md').find(({ text }) => text.startsWith('aws dynamodb put-item'));
  const text = put?.text ?? '';
  const item = unmarshall(JSON.parse(text.slice(text.indexOf("'") + 1, text.lastIndexOf("'"))));
  expect(parseDeployable(policyItemOf(item).document)).toMatchObject({ ok: true });
});

test('the example of the cost page adds up, and the README rounds nothing', () => {
  const sum = /^([\d.]+ \+ .+) = \*\*([\d.]+) dollars/m.exec(readPage('docs/reference/cost.md'));
  const total = (sum?.[1] ?? '')
    .split(' + ')
    .map((product) => product.split(' × ').reduce((result, factor) => result * Number(factor), 1))
    .reduce((all, each) => all + each);
  expect(total).toBeCloseTo(Number(sum?.[2]), 2);
  expect(readPage('README.md')).toContain(`$${sum?.[2]} a month`);
});

test('the glossary has at most 40 terms, in order', () => {
  const terms = [...readPage('docs/glossary.md').matchAll(/^\| (?!term|---)([^|]+) \|/gm)].map(([, term = '']) => term);
  expect(terms.length).toBeLessThanOrEqual(40);
  expect(terms).toEqual(terms.toSorted((one, other) => one.localeCompare(other, 'en')));
});

test('the list of decision records has every record, in order', () => {
  const records = pages().filter((page) => /^docs\/decisions\/\d/.test(page));
  const listed = linksOf(readPage('docs/decisions/README.md')).filter((link) => /^\d/.test(link));
  expect(listed).toEqual(records.map((page) => page.slice('docs/decisions/'.length)));
});

test('the page on signals has the prices of the sources (npm run docs writes them)', () => {
  const text = readPage('docs/explanation/choosing-a-signal.md');
  expect(text).toContain('| `sqs` | 0.02 |');
  expect(withPrices(text)).toBe(text);
});
