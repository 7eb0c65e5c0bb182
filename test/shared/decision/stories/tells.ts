import { expect, it } from 'vitest';
import { phrase, sentence } from '../../../../shared/presentation/index.ts';
import { decided, type Seen, type WrittenPolicy } from '../builders.ts';

export type Scenario = readonly [title: string, policy: WrittenPolicy, seen: Seen];

/**
 * A book of stories: each scenario's reason, outcome and trace as a person reads them, in `<book>.txt` beside the test.
 * A sentence that changes shows there; `npx vitest run test/shared/decision/stories -u` writes the books afresh.
 */
export function tells(book: string, scenarios: readonly Scenario[]): void {
  it(`each decision tells why, as in ${book}.txt`, async () => {
    await expect(`${scenarios.map(storyOf).join('\n\n')}\n`).toMatchFileSnapshot(`${book}.txt`);
  });
}

function storyOf([title, policy, seen]: Scenario): string {
  const { reason, blockedBy, proposal, fired, blind, retire, trace } = decided(policy, seen);
  const outcome = [
    `proposal ${proposal ?? 'none'}`,
    ...(blockedBy ? [`blocked by ${blockedBy}`] : []),
    ...(fired.length > 0 ? [`fired ${fired.join(', ')}`] : []),
    ...(blind.length > 0 ? [`blind ${blind.join(', ')}`] : []),
    ...(retire.length > 0 ? [`retires ${retire.join(', ')}`] : []),
  ];
  const stages = trace.map(
    ({ stage, proposed, reason: why }) => `${stage.padEnd(17)} ${String(proposed ?? '-').padStart(4)}  ${phrase(why)}`,
  );
  return [`# ${title}`, sentence(reason), outcome.join('; '), ...stages.map((line) => `    ${line}`)].join('\n');
}
