import { afterAll, beforeAll, expect, test } from 'vitest';
import { Overlay } from './overlay.ts';

/** What a contributor writes to add a kind of rule: its folder, and these lines in four registries. */
const REGISTRY = 'shared/rules/registry.ts';
const FORMATS = 'shared/rules/formats.ts';
const CATALOGS = 'shared/rules/catalogs.ts';
const TRIALS = 'shared/rules/trials.ts';

let overlay: Overlay;
beforeAll(() => {
  overlay = new Overlay();
  overlay.add('test/extension/play-rule.ts');
  overlay.addModule('toy-rule', 'shared/rules/staircase');
  overlay.insert(REGISTRY, 'import { step }', "import { staircase } from './staircase/index.ts';");
  overlay.insert(
    CATALOGS,
    'import { reasons as step }',
    "import { reasons as staircase } from './staircase/reasons.ts';",
  );
  overlay.insert(FORMATS, 'import { format as step }', "import { format as staircase } from './staircase/format.ts';");
  overlay.insert(TRIALS, 'import { trials as step }', "import { trials as staircase } from './staircase/trials.ts';");
});
afterAll(() => overlay.remove());

test('the compiler rejects a rule under another name', () => {
  overlay.replace(FORMATS, 'objective, forecast })', 'objective, forecast, stairs: staircase })');
  expect(overlay.typeErrors([FORMATS])).toMatch(/formats\.ts.*"staircase".* is not assignable/s);
});

test('a rule with a folder and four registry entries can be parsed, decided with, watched and explained', () => {
  overlay.replace(FORMATS, 'stairs: staircase })', 'staircase })');
  const errors = overlay.typeErrors([REGISTRY, CATALOGS, TRIALS]);
  expect(errors).toMatch(/registry\.ts.*\n +Property 'staircase' is missing/);
  expect(errors).toMatch(/catalogs\.ts.*'staircase' is missing/);
  expect(errors).toMatch(/trials\.ts.*\n? *Property 'staircase' is missing/);
  overlay.replace(REGISTRY, 'objective, forecast })', 'objective, forecast, staircase })');
  overlay.replace(CATALOGS, '  forecast,\n}', '  forecast,\n  staircase,\n}');
  overlay.replace(TRIALS, '  schedule,\n  workers,\n}', '  schedule,\n  workers,\n  staircase,\n}');
  expect(overlay.typeErrors([REGISTRY, TRIALS, 'shared/presentation/index.ts'])).toBe('');

  const { faults, decided, alarms, isWatched, accepted, evaluated } = overlay.run('test/extension/play-rule.ts') as {
    faults: Record<string, string[]>;
    decided: unknown;
    alarms: unknown;
    isWatched: boolean;
    accepted: unknown;
    evaluated: unknown;
  };
  expect(faults).toEqual({
    right: [],
    wrong: ['rules[0].rise: must be greater than 0', 'rules[0].tread: is not a known field'],
    unknownMetric: ['rules[0]: reads depth, which is not defined in metrics'],
    unknownKind: [
      'rules[0].kind: must be target, step, threshold, backlog, workers, schedule, deadline, objective, forecast or staircase, not ladder; if an extension adds it, register the extension',
    ],
  });
  expect(decided).toMatchObject({
    desired: 4,
    reason: 'Scale out 1 → 4. Rules asked for 4 (height 10 is 4 stairs of 3).',
    trace: [
      {
        ...{ stage: 'rule:height', proposed: 4, because: 'height 10 is 4 stairs of 3', code: 'staircase-climbed' },
        params: { metric: 'height', value: 10, rise: 3, stairs: 4 },
      },
      { stage: 'combine' },
    ],
  });
  expect(alarms).toEqual([{ rule: 'height', side: 'high', bound: 3 }]);
  expect(isWatched).toBe(false);
  expect(accepted).toMatchObject({ result: 'accepted' });
  expect(evaluated).toEqual({ result: 'resized', desired: 5 });
});
