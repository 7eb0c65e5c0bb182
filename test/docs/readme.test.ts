import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { policyItemOf } from '../../shared/aws/dynamodb/policy-item.ts';
import { parseDeployable } from '../../shared/policy/index.ts';
import { onlyInFullRun } from '../full-run.ts';
import { blocksOf, readPage } from './markdown.ts';
import { replayShownIn } from './shown-replays.ts';

const blocks = blocksOf('README.md');

describe('the README', () => {
  test('opens with the demo, then the tests', () => {
    expect(blocks[0]?.text).toBe('npm ci && npm run demo\nnpm ci && npm test');
  });

  test('shows an item that is accepted as a plain put', () => {
    const put = blocks.find(({ text }) => text.startsWith('aws dynamodb put-item'))?.text ?? '';
    const item = unmarshall(JSON.parse(put.slice(put.indexOf("'") + 1, put.lastIndexOf("'"))));
    const { document } = policyItemOf(item);
    expect(parseDeployable(document)).toMatchObject({ ok: true });
  });

  test('shows a replay that comes out as it says (node test/docs/regenerate.ts writes it)', {
    timeout: 60_000,
    ...onlyInFullRun,
  }, () => {
    const readme = readPage('README.md');
    const shown = replayShownIn('README.md', readme);
    expect(shown?.text).toBe(readme);
    expect(shown?.files).toContain('page.html');
  });

  test('adds up what its example costs', () => {
    const sum = /^1\.70 \+ (.+) = \*\*([\d.]+) dollars/m.exec(readPage('README.md'));
    const total = (sum?.[1] ?? '')
      .split(' + ')
      .map((product) => product.split(' × ').reduce((result, factor) => result * Number(factor), 1))
      .reduce((all, each) => all + each, 1.7);
    expect(total).toBeCloseTo(Number(sum?.[2]), 2);
  });
});
