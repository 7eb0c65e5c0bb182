import { expect, test } from 'vitest';
import { type Limit, parsePolicy } from '../../shared/policy/index.ts';
import { readPage } from './markdown.ts';

const limitsText = (limits: readonly Limit[]): string =>
  limits
    .map(({ percent, workers, every }) => `${percent === undefined ? workers : `${percent} %`} / ${every}`)
    .join(', ') || 'none';

const rows = (['aggressive', 'balanced', 'conservative'] as const).flatMap((profile) =>
  (['application', 'worker', 'platform'] as const).map((tier) => {
    const parsed = parsePolicy({ group: 'example', profile, tier, capacity: { min: 2, max: 20 } });
    if (!parsed.ok) throw new Error('the example is refused');
    const { behavior, guards } = parsed.value;
    const { out, in: into } = behavior;
    const cells = [
      `${profile}, ${tier}`,
      ...[out.cooldown, out.stabilization, limitsText(out.limits)],
      ...[into.cooldown, into.stabilization, limitsText(into.limits), into.drain],
      guards.floor,
    ];
    return `| ${cells.join(' | ')} |`;
  }),
);

test.each(rows)('the reference has the default %s', (row) => {
  expect(readPage('docs/reference/behavior.md').split('\n')).toContain(row);
});
