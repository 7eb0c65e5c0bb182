import { describe, expect, test } from 'vitest';
import { byRun } from '../../../full-run.ts';
import { played } from './course.ts';

/** A full run plays a thousand courses, a quick one a tenth of them. */
const COURSES = byRun({ quick: 100, full: 1000 });
const PARTS = 10;

describe('whatever happens to a rollout and a warm pool, the group ends at one version and never has too few or too many workers', () => {
  test.each(Array.from({ length: PARTS }, (_, part) => part))('part %i', async (part) => {
    for (let course = 0; course < COURSES / PARTS; course++) {
      const { faults, story } = await played(part * 1000 + course);
      expect(faults, faults.length > 0 ? story.join('\n') : '').toEqual([]);
    }
  });
});
