import { functionConnections } from '../../../shared/aws/function-connections.ts';
import { type EvaluationReport, evaluate, PolicyCache } from '../../../shared/evaluation/index.ts';
import { functionEnvironment } from '../../../shared/runtime/environment.ts';
import { awsEvaluation } from '../../../shared/runtime/evaluation.ts';
import { type ClockSetting, shiftedTime } from '../clock/clock.ts';

/** What the run asks for: so many invocations at the same time, each of all groups. */
export interface Asked {
  readonly setting: ClockSetting;
  readonly groups: readonly string[];
  readonly invocations: number;
}
export interface Answered {
  readonly reports: readonly EvaluationReport[];
  /** Of invocations that failed as a whole. */
  readonly errors: readonly string[];
}

/** A function that stays warm all day, with the time of the run. */
const real = Date.now;
let setting: ClockSetting | null = null;
Date.now = () => (setting === null ? real() : shiftedTime(setting, real()));

const evaluation = awsEvaluation(functionConnections(), functionEnvironment());
const cache = new PolicyCache();
let invocations = 0;

process.on('message', async (asked: Asked) => {
  setting = asked.setting;
  const settled = await Promise.allSettled(
    Array.from({ length: asked.invocations }, () => {
      const holder = `function-${process.pid}:${++invocations}`;
      return evaluate(asked.groups, 'schedule', cache, { ...evaluation, holder });
    }),
  );
  const answer: Answered = {
    reports: settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
    errors: settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])),
  };
  process.send?.(answer);
});
