import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../../local/paths.ts';
import { policyAttributes, policyItemOf } from '../../shared/aws/dynamodb/policies/policy-item.ts';
import { KEY, POLICY_ITEM_EXTRAS, SORT } from '../../shared/names/index.ts';
import { parseDeployable, policyWarnings } from '../../shared/policy/index.ts';

const text = (file: string): string => readFileSync(join(REPOSITORY, 'examples/terraform', file), 'utf8');
const document: { group: string } = parse(text('ci-runners.yaml'));
const configuration = text('policy.tf');
/** What policy.tf merges into the policy: the attributes in HCL, with their values as written. */
const merged = Object.fromEntries(
  [...configuration.matchAll(/^ {4}(\w+) += \{ S = (?:"([^"]*)"|(.*)) \}$/gm)].map(([, name, literal, expression]) => [
    name,
    literal ?? expression,
  ]),
);

describe('the policy for Terraform', () => {
  const item = { ...unmarshall(JSON.parse(text('ci-runners.json'))), ...merged };

  test('is the item that policy apply would store', () => {
    expect(policyItemOf(item).document).toEqual(document);
    const { group: _, ...fields } = document;
    const own = { [KEY.partition]: `GROUP#${document.group}`, [KEY.sort]: SORT.policy };
    const applied = policyAttributes(fields, { by: 'terraform', because: 'CI runs on weekdays' }, 'nonce');
    const ofTool = [POLICY_ITEM_EXTRAS.through, POLICY_ITEM_EXTRAS.at, POLICY_ITEM_EXTRAS.rolledBackTo];
    const expected = Object.entries({ ...applied, ...own }).filter(([name]) => !(ofTool as string[]).includes(name));
    expect({ ...item, [POLICY_ITEM_EXTRAS.id]: applied[POLICY_ITEM_EXTRAS.id] }).toEqual(Object.fromEntries(expected));
  });

  test('can be applied, without a warning', () => {
    const parsed = parseDeployable(policyItemOf(item).document);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && policyWarnings(parsed.value)).toEqual([]);
  });

  test('is in the table with its keys, and has a new id for each change', () => {
    expect(configuration).toContain(`hash_key   = "${KEY.partition}"`);
    expect(configuration).toContain(`range_key  = "${KEY.sort}"`);
    expect(merged[POLICY_ITEM_EXTRAS.id]).toBe('sha1(jsonencode(local.ci_runners))');
  });

  test('has numbers in the form in which DynamoDB returns them', () => {
    for (const [, written = ''] of text('ci-runners.json').matchAll(/"N": "([^"]*)"/g))
      expect(String(Number(written))).toBe(written);
  });
});
