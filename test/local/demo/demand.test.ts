import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDemand } from '../../../local/demo/demand.ts';
import { dayOfDemand } from '../../../local/demo/recording.ts';
import { RecordingError, recordingText } from '../../../shared/simulation/index.ts';
import { emptyFolder } from '../folder.ts';

async function recording(...values: number[]): Promise<string> {
  const path = join(await emptyFolder(), 'demand.csv');
  const points = values.map((value, index) => ({ at: Date.UTC(2026, 0, 1) + index * 1000, value }));
  await writeFile(path, recordingText(points));
  return path;
}

test('the included recording is what its generator creates', async () => {
  const shipped = await readFile(new URL('../../../local/demo/day.csv', import.meta.url), 'utf8');
  expect(shipped).toBe(recordingText(dayOfDemand()));
});

test('the included recording is played by default', async () => {
  const { steps, requestsPerWorker } = await readDemand(undefined, 40, 4);
  expect(steps).toHaveLength(44);
  expect(Math.max(...steps) / requestsPerWorker).toBeCloseTo(9);
});

test('any recording needs nine workers at its peak', async () => {
  const { requestsPerWorker } = await readDemand(await recording(1, 3600, 2), 3, 1);
  expect(requestsPerWorker).toBe(400);
});

test('a recording that ends at its peak is followed by a low tail', async () => {
  const { steps } = await readDemand(await recording(100, 200, 1000), 3, 2);
  expect(steps).toEqual([100, 200, 1000, 100, 100]);
});

test('the tail is low even if the recording never is', async () => {
  const { steps } = await readDemand(await recording(900, 1000), 2, 1);
  expect(steps.at(-1)).toBe(150);
});

test.each([
  ['a file that is not there', async () => 'nowhere.csv', 'nowhere.csv cannot be read: there is no such file.'],
  ['a folder', async () => emptyFolder(), 'cannot be read: it is a folder.'],
  ['a recording without demand', async () => recording(0, 0), 'there is no demand in this recording'],
])('%s is rejected', async (_, path, message) => {
  const reading = readDemand(await path(), 2, 1);
  await expect(reading).rejects.toThrow(RecordingError);
  await expect(reading).rejects.toThrow(message);
});

test('an error names its file and line', async () => {
  const path = join(await emptyFolder(), 'bad.csv');
  await writeFile(path, 'timestamp,value\n2026-01-01T00:00:00Z,1\n2026-01-01T00:00:01Z,x\n');
  await expect(readDemand(path, 2, 1)).rejects.toThrow(`${path}, line 3: "x" is not a number from 0 to 1e15.`);
});
