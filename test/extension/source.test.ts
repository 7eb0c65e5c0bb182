import { afterAll, beforeAll, expect, test } from 'vitest';
import { Overlay } from './overlay.ts';

/** What a contributor writes to add a kind of source: its folder, and these lines in three registries. */
const REGISTRY = 'shared/sources/registry.ts';
const FORMATS = 'shared/sources/formats.ts';
const READERS = 'shared/sources/readers.ts';

let overlay: Overlay;
beforeAll(() => {
  overlay = new Overlay();
  overlay.add('test/extension/play-source.ts');
  overlay.addModule('toy-source', 'shared/sources/thermometer');
  overlay.insert(REGISTRY, 'import { sqs }', "import { thermometer } from './thermometer/index.ts';");
  overlay.insert(
    FORMATS,
    'import { format as sqs }',
    "import { format as thermometer } from './thermometer/format.ts';",
  );
  for (const registry of [REGISTRY, FORMATS]) {
    overlay.replace(registry, 'formula, pushed })', 'formula, pushed, thermometer })');
  }
});
afterAll(() => overlay.remove());

test('the compiler requires a reader for a source that is read', () => {
  expect(overlay.typeErrors([READERS])).toMatch(/readers\.ts.*'thermometer' is missing/);
});

test('a source with a folder and three registry entries can be parsed, read, decided with and permitted', () => {
  overlay.insert(READERS, 'import { sqsReader }', "import { thermometerReader } from './thermometer/reader.ts';");
  overlay.insert(READERS, '  sqs: (', '  thermometer: thermometerReader,');
  expect(overlay.typeErrors([READERS, 'shared/evaluation/index.ts'])).toBe('');

  const { faults, read, unread, permitted, permittedElsewhere } = overlay.run('test/extension/play-source.ts') as {
    faults: Record<string, string[]>;
    read: unknown;
    unread: unknown;
    permitted: boolean;
    permittedElsewhere: boolean;
  };
  expect(faults).toEqual({
    right: [],
    wrong: ['metrics.heat.thermometer.room: is required', 'metrics.heat.thermometer.floor: is not a known field'],
    none: expect.arrayContaining([
      expect.stringContaining('exactly one of cloudwatch, sqs, prometheus, lambda, formula, pushed, thermometer'),
    ]),
    learning: [expect.stringContaining('use a CloudWatch metric, such as one that a logger sends')],
  });
  expect(read).toMatchObject({ result: 'resized', seen: { metrics: { heat: 41 } }, decision: { desired: 2 } });
  expect(unread).toMatchObject({ result: 'held', seen: { metrics: { heat: null } } });
  expect([permitted, permittedElsewhere]).toEqual([true, false]);
});
