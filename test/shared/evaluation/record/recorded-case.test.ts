import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import { type RecordedCase, writtenObservation } from '../../../../shared/evaluation/index.ts';
import { parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { recordCase } from '../../../../shared/runtime/evaluation-log.ts';
import { newLogger } from '../../../../shared/runtime/logger.ts';
import { observationDocument, policyDocument } from '../../decision/arbitraries.ts';
import { runs } from '../../runs.ts';
import { policyOf, setting, settled } from '../setting.ts';

/** As a file of cases carries it. */
const carried = <Carried>(value: Carried): Carried => JSON.parse(JSON.stringify(value));
const readPolicy = (written: unknown) => {
  const parsed = parsePolicy(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};
const readObservation = (written: unknown) => {
  const parsed = parseObservation(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
};

describe('any policy and observation', () => {
  test('is the same after writing and reading', () => {
    fc.assert(
      fc.property(policyDocument, observationDocument, (document, seen) => {
        const [policy, observation] = [readPolicy(carried(document)), readObservation(seen)];
        const read = readObservation(carried(writtenObservation(observation)));
        const readAgain = readPolicy(carried(policy));
        expect(read).toEqual(observation);
        expect(readAgain).toEqual(policy);
        expect(decide(readAgain, read)).toEqual(decide(policy, observation));
      }),
      { numRuns: runs },
    );
  });
  test('includes tunings', () => {
    const timing = { step: 60, boot: 120, drain: 0, delay: 0 };
    const calibrated = { by: 'season', season: 86_400, raise: 0.2, weights: [1, -2], before: [3, 4], seen: 7200 };
    const tuned = { web: { kind: 'forecast', at: '2026-11-21T11:55:00.000Z', basis: 'web 10', timing, calibrated } };
    const observation = readObservation({ now: '2026-11-21T12:00:00Z', history: { tuned } });
    expect(carried(writtenObservation(observation)).history?.tuned).toEqual(tuned);
  });
});

describe('an evaluation that records its cases', () => {
  const WAITING = [40, 40, 90, 20, 0, 0, 55];

  test('records each decision with its input, and nothing for groups without a policy', async () => {
    const world = setting();
    await world.put(policyOf());
    const cases: RecordedCase[] = [];
    const record = (recorded: RecordedCase) => void cases.push(carried(recorded));
    for (const waiting of WAITING) {
      world.queues.set('jobs', { waiting });
      const reports = await world.many(['ci', 'unknown'], 'schedule', { record });
      const report = reports.find(({ group }) => group === 'ci');
      const recorded = cases.at(-1);
      expect(recorded?.id).toBe(`ci ${new Date(report?.at ?? 0).toISOString()}`);
      expect(recorded?.decision).toEqual(carried(report?.decision));
      world.pass(60);
    }
    expect(cases.map(({ decision }) => decision.direction)).toEqual(['out', 'hold', 'out', 'in', 'in', 'hold', 'out']);
    const again = cases.map(({ policy, observation }) => decide(readPolicy(policy), readObservation(observation)));
    expect(again).toEqual(cases.map(({ decision }) => decision));
  });
  test('records the decision if it could not be carried out, too', async () => {
    const world = await settled(1);
    world.queues.set('jobs', { waiting: 40 });
    const cases: RecordedCase[] = [];
    const begin = () => Promise.reject(new Error('throttled'));
    const report = await world.evaluate({
      claims: { ...world.dependencies.claims, begin },
      record: (recorded) => void cases.push(recorded),
    });
    expect(report.result).toBe('failed');
    expect(cases).toMatchObject([{ id: `ci ${new Date(report.at).toISOString()}`, decision: { desired: 4 } }]);
  });
});

test('a function logs a case on its own line', async () => {
  const lines: string[] = [];
  const world = await settled(1);
  await world.evaluate({ record: recordCase(newLogger({}, (line) => lines.push(line))) });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'INFO', message: 'case', case: { id: expect.stringMatching(/^ci 2026-/), observation: { desired: 1 } } },
  ]);
});
