import { describe, expect, test } from 'vitest';
import { type DemandPoint, demandSteps, GapsOfRecording } from '../../../../shared/simulation/index.ts';
import { interactive, START } from '../scenarios.ts';

/** Rows so many seconds apart, of so many hours, without those that are left out. */
const rows = (seconds: number, hours: number, isLeftOut: (hour: number) => boolean = () => false): DemandPoint[] =>
  Array.from({ length: (hours * 3600) / seconds }, (_, index) => ({
    at: START + index * seconds * 1000,
    value: 1,
  })).filter(({ at }) => !isLeftOut((at - START) / 3_600_000));
const noted = (points: readonly DemandPoint[]): string => new GapsOfRecording(points, interactive()).notes().join();

describe('the gaps of a recording', () => {
  test.each([60, 300, 5])('of rows %d s apart are not noted if there are none', (seconds) => {
    expect(noted(rows(seconds, 24))).toBe('');
  });

  test('are noted if they are longer than an hour in total', () => {
    expect(noted(rows(60, 48, (hour) => hour >= 3 && hour < 4))).toBe('');
    expect(noted(rows(60, 48, (hour) => (hour >= 3 && hour < 5) || (hour >= 20 && hour < 20.5)))).toBe(
      'the recording has no rows for 2.5 h (5.2 % of its time), and its longest gap is 2 h; the replay interpolates demand in gaps',
    );
  });

  test('are noted if they are more than a twentieth of a short recording', () => {
    expect(noted(rows(60, 2, (hour) => hour >= 1 && hour < 1.1))).toBe('');
    expect(noted(rows(60, 2, (hour) => hour >= 1 && hour < 1.2))).toBe(
      'the recording has no rows for 12 min (10 % of its time), and its longest gap is 12 min; the replay interpolates demand in gaps',
    );
  });

  test('continue the demand before them if rows are closer together than steps', () => {
    expect(noted(rows(5, 6, (hour) => hour >= 3 && hour < 5))).toBe(
      'the recording has no rows for 119.8 min (33.3 % of its time), and its longest gap is 119.8 min; the replay continues the demand from before each gap',
    );
  });

  test('are those of most rows, even if the first ones are closer together', () => {
    expect(noted([{ at: START - 20_000, value: 1 }, ...rows(60, 24)])).toBe('');
  });

  test('are found while the recording is read for the replay', () => {
    let readings = 0;
    const recording = {
      *[Symbol.iterator]() {
        yield* rows(60, 6, (hour) => hour >= 3 && hour < 5);
        readings += 1;
      },
    };
    const gaps = new GapsOfRecording(recording, interactive());
    expect([...demandSteps(gaps, interactive()).steps]).toHaveLength(6 * 240);
    expect(gaps.notes().join()).toContain('no rows for 2 h');
    expect(readings).toBe(1);
  });
});
