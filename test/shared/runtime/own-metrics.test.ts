import { expect, test } from 'vitest';
import { newLogger } from '../../../shared/runtime/logger.ts';
import { logEvaluations } from '../../../shared/runtime/own-metrics.ts';
import { NOON } from '../../contracts/examples.ts';
import { settled } from '../evaluation/setting.ts';

test('evaluations are counted for the stage; a group has metrics of its own only if its policy asks for them', async () => {
  const world = await settled(2);
  const reports = await world.many(['ci']);
  const logged = (telemetry: 'events' | 'metrics') => {
    const lines: Record<string, unknown>[] = [];
    const logger = newLogger({}, (line) => lines.push(JSON.parse(line)));
    logEvaluations(logger, reports as never, { stage: 'test', now: NOON, policyOf: () => ({ telemetry }) });
    return lines;
  };
  const [ofStage, ...none] = logged('events');
  expect(ofStage).toMatchObject({ Stage: 'test', Evaluations: 1, FailedEvaluations: 0, Resizes: 0 });
  expect(none).toEqual([]);
  const [, ofGroup] = logged('metrics');
  expect(ofGroup).toMatchObject({
    Stage: 'test',
    Group: 'ci',
    DesiredWorkers: 2,
    ReadyWorkers: 2,
    UnhealthyWorkers: 0,
  });
  const directive = { Namespace: 'Headcount', Dimensions: [['Stage', 'Group']], Metrics: { length: 5 } };
  expect(ofGroup).toMatchObject({ _aws: { CloudWatchMetrics: [directive] } });
});
