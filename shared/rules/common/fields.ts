import * as z from 'zod';
import {
  forms,
  PLAIN_NAME,
  plainName,
  positiveDuration,
  textLike,
  wholeNumber,
  window,
  withinADay,
  workerCount,
} from '../../model/index.ts';
import { ruleError } from './reasons.ts';

/** A figure that a rule compares with a metric. */
export const figure = z.number().min(-1e15).max(1e15);
export const positive = figure.positive();
export const someWorkers = workerCount.positive();
export const percent = z.number().positive().max(1_000_000);

/** On every rule: its name in the trace, when it is used, and what to propose while its data is missing. */
export const commonFields = {
  name: plainName.optional(),
  enabled: z.boolean().optional().meta({ description: 'false: the rule is not used. Default: true.' }),
  during: z.array(window).min(1).max(50).optional().meta({ description: 'The rule is used only while one is open.' }),
  fallback: z.strictObject({ after: wholeNumber.min(0).max(100_000), workers: workerCount }).optional(),
};

/** Seconds one task takes: a number, or the metric that measures it. */
const INVALID = ruleError('', 'invalid-task-seconds', {});
export const taskSeconds = forms([positive, textLike(PLAIN_NAME, () => INVALID)], INVALID);

/** Seconds from a launch until the worker serves. Where it is not written: as measured, or the policy's `warmup`. */
export const boot = withinADay(positiveDuration).optional();
export const BOOT =
  "From a launch until the worker serves. Without it: as measured, else the policy's warmup, else two minutes.";
