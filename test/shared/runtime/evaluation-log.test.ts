import { expect, test } from 'vitest';
import { type EvaluationReport, isQuiet } from '../../../shared/evaluation/index.ts';
import { logEvaluation } from '../../../shared/runtime/evaluation-log.ts';
import { newLogger } from '../../../shared/runtime/logger.ts';
import { settled } from '../evaluation/setting.ts';

/** An evaluation that the schedule starts and that changes nothing. */
async function quietReport(): Promise<EvaluationReport> {
  const world = await settled(2);
  const [report] = (await world.many(['ci'])) as unknown as EvaluationReport[];
  if (!report) throw new Error('nothing was evaluated');
  return report;
}

const linesOf = (report: EvaluationReport, isRecorded: boolean, level?: string): Record<string, unknown>[] => {
  const lines: Record<string, unknown>[] = [];
  const logger = newLogger(level ? { AWS_LAMBDA_LOG_LEVEL: level } : {}, (line) => lines.push(JSON.parse(line)));
  logEvaluation(logger, report, { isRecorded });
  return lines;
};

test('a quiet evaluation that the table records is logged at the level DEBUG only', async () => {
  const report = await quietReport();
  expect(isQuiet(report)).toBe(true);
  expect(linesOf(report, true)).toEqual([]);
  expect(linesOf(report, true, 'DEBUG')).toMatchObject([
    { level: 'DEBUG', evaluation: { group: 'ci', result: 'held' } },
  ]);
});

test('a quiet evaluation that nothing records is logged', async () => {
  expect(linesOf(await quietReport(), false)).toMatchObject([{ level: 'INFO', evaluation: { group: 'ci' } }]);
});

const changes = (report: EvaluationReport): [string, EvaluationReport][] => {
  const { decision, reason } = report;
  if (!decision) throw new Error('the evaluation decided nothing');
  return [
    ['a resize', { ...report, result: 'resized' }],
    ['a failure', { ...report, result: 'failed', error: 'broken' }],
    ['a conflict', { ...report, result: 'lost' }],
    ['an alarm', { ...report, trigger: 'alarm' }],
    ['a note', { ...report, notes: [reason] }],
    ['an activity that was completed', { ...report, finished: ['0a'] }],
    ['a change that did not happen', { ...report, decision: { ...decision, direction: 'out' } }],
    ['a cooldown', { ...report, decision: { ...decision, blockedBy: 'cooldown' } }],
    ['a rule without data', { ...report, decision: { ...decision, blind: ['queue'] } }],
  ];
};

test('every other evaluation is logged, recorded or not', async () => {
  for (const [what, report] of changes(await quietReport())) {
    expect(isQuiet(report), what).toBe(false);
    expect(linesOf(report, true), what).toHaveLength(1);
  }
});
