import { describe, expect, test } from 'vitest';
import { type DemandPoint, demandSteps } from '../../../../shared/simulation/index.ts';
import { seededRandom } from '../../../../shared/simulation/random.ts';
import { poisson } from '../../../../shared/simulation/scenario/poisson.ts';
import { interactive, queue, START } from '../scenarios.ts';

const every = (seconds: number, ...values: number[]): DemandPoint[] =>
  values.map((value, index) => ({ at: START + index * seconds * 1000, value }));
const stepsOf = (...args: Parameters<typeof demandSteps>): number[] => [...demandSteps(...args).steps];

describe('a recording in steps', () => {
  test('of the same length is unchanged', () => {
    const demand = demandSteps(every(15, 1, 5, 2), interactive());
    expect(demand.start).toBe(START);
    expect([...demand.steps]).toEqual([1, 5, 2]);
  });
  test('with shorter steps is interpolated between the middles of its bins', () => {
    expect(stepsOf(every(60, 0, 8), interactive())).toEqual([0, 0, 1, 3, 5, 7, 8, 8]);
  });
  test('with longer steps is averaged, and a gap repeats the value before it', () => {
    const points = [...every(5, 3, 6, 9), { at: START + 45_000, value: 1 }, { at: START + 50_000, value: 2 }];
    expect(stepsOf(points, interactive())).toEqual([6, 6, 6, 1.5]);
  });
  test('is the same in every iteration', () => {
    const { steps } = demandSteps(every(60, 3, 4, 5), interactive({ noise: 'poisson' }));
    expect([...steps]).toEqual([...steps]);
  });
  test('is scaled so that the mean of its highest minute needs the peak of workers', () => {
    const scenario = interactive({ workerRate: 20, peakWorkers: 10 });
    // The highest four steps in a row have a mean of 4; ten workers serve 200 a second.
    expect(stepsOf(every(15, 1, 2, 2, 8, 2, 4, 1), scenario)).toEqual([50, 100, 100, 400, 100, 200, 50]);
  });
  test('of a queue is scaled by its highest five minutes', () => {
    const scenario = queue({ taskSeconds: 15, peakWorkers: 2 });
    const steps = stepsOf(every(15, ...Array<number>(19).fill(0), 20, 0), scenario);
    expect(steps[19]).toBeCloseTo((2 * 20) / 15, 12);
  });
  test('without demand cannot be scaled', () => {
    expect(() => stepsOf(every(15, 0, 0, 0), interactive({ peakWorkers: 3 }))).toThrow(RangeError);
  });
  test('has noise from the seed: whole arrivals around the recorded demand', () => {
    const points = every(15, ...Array<number>(5000).fill(2));
    const noisy = stepsOf(points, interactive({ noise: 'poisson' }));
    expect(noisy).not.toEqual(stepsOf(points, interactive({ noise: 'poisson', seed: 2 })));
    const arrivals = noisy.map((units) => units * 15);
    expect(arrivals.every((each) => Math.abs(each - Math.round(each)) < 1e-9)).toBe(true);
    expect(arrivals.reduce((sum, each) => sum + each, 0) / 5000).toBeCloseTo(30, 0);
  });
});

describe('Poisson numbers', () => {
  test.each([0.3, 5, 29, 31, 200, 5000])('of mean %d have this mean and variance', (mean) => {
    const random = seededRandom(11);
    const drawn = Array.from({ length: 20_000 }, () => poisson(mean, random));
    const average = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const variance = drawn.reduce((sum, each) => sum + (each - average) ** 2, 0) / drawn.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.06);
    expect(drawn.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
  });
  test('of mean 0 are 0', () => expect(poisson(0, seededRandom(1))).toBe(0));
});
