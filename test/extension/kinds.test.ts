import { afterAll, beforeAll, expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { Overlay } from './overlay.ts';

/**
 * What contributors write to add a rule, a source and a provider: a folder for each, and lines in registries. They share
 * a copy of the sources, because the compiler needs seconds for each look at it.
 */
const RULE = {
  registry: 'shared/rules/registry.ts',
  formats: 'shared/rules/formats.ts',
  catalogs: 'shared/rules/catalogs.ts',
  trials: 'shared/rules/trials.ts',
};
/** The formats, with a rule under another name than its own. */
const RENAMED = 'shared/rules/renamed-formats.ts';
const SOURCE = {
  registry: 'shared/sources/registry.ts',
  formats: 'shared/sources/formats.ts',
  readers: 'shared/sources/readers.ts',
};
const PROVIDER = {
  registry: 'shared/providers/registry.ts',
  formats: 'shared/providers/formats.ts',
  catalogs: 'shared/providers/catalogs.ts',
  adapters: 'shared/providers/adapters.ts',
  permissions: 'shared/providers/permissions.ts',
};

let overlay: Overlay;
beforeAll(() => {
  overlay = new Overlay();
  for (const kind of ['rule', 'source', 'provider']) overlay.add(`test/extension/play-${kind}.ts`);
  overlay.addModule('toy-rule', 'shared/rules/staircase');
  overlay.insert(RULE.registry, 'import { step }', "import { staircase } from './staircase/index.ts';");
  overlay.insert(
    RULE.catalogs,
    'import { reasons as step }',
    "import { reasons as staircase } from './staircase/reasons.ts';",
  );
  overlay.insert(
    RULE.formats,
    'import { format as step }',
    "import { format as staircase } from './staircase/format.ts';",
  );
  overlay.insert(
    RULE.trials,
    'import { trials as step }',
    "import { trials as staircase } from './staircase/trials.ts';",
  );
  overlay.addModule('toy-source', 'shared/sources/thermometer');
  overlay.insert(SOURCE.registry, 'import { sqs }', "import { thermometer } from './thermometer/index.ts';");
  overlay.insert(
    SOURCE.formats,
    'import { format as sqs }',
    "import { format as thermometer } from './thermometer/format.ts';",
  );
  for (const registry of [SOURCE.registry, SOURCE.formats]) {
    overlay.replace(registry, 'formula, pushed })', 'formula, pushed, thermometer })');
  }
  overlay.addModule('toy-provider', 'shared/providers/rack');
  overlay.insert(PROVIDER.registry, 'const MODULES', "import { rack } from './rack/index.ts';");
  overlay.insert(PROVIDER.formats, 'const FORMATS', "import { format as rack } from './rack/format.ts';");
  overlay.insert(PROVIDER.catalogs, '/** The codes', "import { reasons as rack } from './rack/reasons.ts';");
  for (const registry of [PROVIDER.registry, PROVIDER.formats, PROVIDER.catalogs]) {
    overlay.insert(registry, "  'auto-scaling-group': autoScalingGroup,", '  rack,');
  }
});
afterAll(() => overlay.remove());

test('the compiler requires four entries of a rule, three of a source, five of a provider', onlyInFullRun, () => {
  // Each file as it is without its entry, and the formats with the rule under another name.
  const incomplete = (path: string) => path.replace(/([\w-]+\.ts)$/, 'incomplete-$1');
  const required = [RULE.registry, RULE.catalogs, RULE.trials, SOURCE.readers, PROVIDER.adapters];
  for (const path of required) overlay.copy(path, incomplete(path));
  overlay.copy(RULE.formats, RENAMED);
  overlay.replace(RENAMED, 'objective, forecast })', 'objective, forecast, stairs: staircase })');
  for (const path of [RULE.formats, RULE.registry]) {
    overlay.replace(path, 'objective, forecast })', 'objective, forecast, staircase })');
  }
  overlay.replace(RULE.catalogs, '  forecast,\n}', '  forecast,\n  staircase,\n}');
  overlay.replace(RULE.trials, '  schedule,\n  workers,\n}', '  schedule,\n  workers,\n  staircase,\n}');
  overlay.insert(
    SOURCE.readers,
    'import { sqsReader }',
    "import { thermometerReader } from './thermometer/reader.ts';",
  );
  overlay.insert(SOURCE.readers, '  sqs: (', '  thermometer: thermometerReader,');
  overlay.insert(PROVIDER.adapters, 'type AdapterFor', "import { rackAdapter } from './rack/adapter.ts';");
  overlay.insert(PROVIDER.adapters, '  ec2: ec2OnAws', '  rack: rackAdapter,');
  overlay.insert(PROVIDER.permissions, '  ec2,', '  rack: () => [],');

  const wrong = [RENAMED, ...required.map(incomplete)];
  const right = [RULE.registry, RULE.trials, SOURCE.readers, PROVIDER.adapters, PROVIDER.permissions];
  const all = [...wrong, ...right, 'shared/evaluation/index.ts', 'shared/presentation/index.ts'];
  const errors = overlay.typeErrors(all);
  const files = [...errors.matchAll(/^(\S+\.ts)\(/gm)].map(([, file]) => file);
  expect([...new Set(files)].toSorted()).toEqual(wrong.toSorted());
  expect(errors).toMatch(/renamed-formats\.ts.*"staircase".* is not assignable/s);
  expect(errors).toMatch(/incomplete-registry\.ts.*\n +Property 'staircase' is missing/);
  expect(errors).toMatch(/incomplete-catalogs\.ts.*'staircase' is missing/);
  expect(errors).toMatch(/incomplete-trials\.ts.*\n? *Property 'staircase' is missing/);
  expect(errors).toMatch(/incomplete-readers\.ts.*'thermometer' is missing/);
  expect(errors).toMatch(/incomplete-adapters\.ts.*'?rack'? is missing/);
});

test('the rule can be parsed, decided with, watched and explained', onlyInFullRun, () => {
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
      'rules[0].kind: must be target, step, threshold, backlog, workers, schedule, deadline, objective, forecast or staircase, not ladder; if an extension adds it, name the extension in --extensions, and deploy the stage with it',
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

test('the source can be parsed, read, decided with and permitted', onlyInFullRun, () => {
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

test('the provider can be parsed, planned with, resized and explained', onlyInFullRun, () => {
  const { faults, reports, activity } = overlay.run('test/extension/play-provider.ts') as {
    faults: Record<string, string[]>;
    reports: readonly object[];
    activity: object;
  };
  expect(faults).toEqual({
    right: [],
    wrong: ['provider.rack: is required', 'provider.slots: must be at least 1'],
    unknownKind: [
      expect.stringMatching(
        /^provider\.kind: must be ec2, .*rack, .* or .*, not shelf; if an extension adds it, name the extension in --extensions, and deploy the stage with it$/,
      ),
    ],
  });
  expect(reports).toMatchObject([
    { result: 'resized', desired: 2, intent: { kind: 'launch', provider: 'rack', slots: [0, 1] } },
    {
      result: 'resized',
      desired: 6,
      intent: { slots: [2, 3], deferred: 2 },
      told: expect.stringContaining('The rack a1 is full'),
    },
    { result: 'resized', desired: 0, outcome: { kind: 'retire', terminated: expect.any(Array) } },
  ]);
  expect(activity).toMatchObject({ intent: { kind: 'retire', provider: 'rack' }, status: 'done' });
});
