import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderFormat, ProviderModule } from '../../shared/providers/index.ts';
import { NOON } from '../contracts/examples.ts';
import { describeProviderContract } from '../contracts/provider.contract.ts';
import { Overlay } from './overlay.ts';
import { rackAdapter } from './toy-provider/adapter.ts';
import { format } from './toy-provider/format.ts';
import { rack } from './toy-provider/index.ts';
import { reasons } from './toy-provider/reasons.ts';

describeProviderContract('a toy', () => {
  const adapter = rackAdapter({ clock: () => NOON });
  return {
    ...{ module: rack as unknown as ProviderModule, format: format as unknown as ProviderFormat, codes: reasons },
    ...{ adapter, group: 'ci', now: () => NOON },
    config: format.schema.parse({ kind: 'rack', rack: 'a1', slots: 6 }),
    settle: async () => {},
    report: async (id, what, on) => adapter.report(id, what, on),
  };
});

/** What a contributor writes to add a kind of provider: its folder, and these lines in five registries. */
const REGISTRY = 'shared/providers/registry.ts';
const FORMATS = 'shared/providers/formats.ts';
const CATALOGS = 'shared/providers/catalogs.ts';
const ADAPTERS = 'shared/providers/adapters.ts';
const PERMISSIONS = 'shared/providers/permissions.ts';

let overlay: Overlay;
beforeAll(() => {
  overlay = new Overlay();
  overlay.add('test/extension/play-provider.ts');
  overlay.addModule('toy-provider', 'shared/providers/rack');
  overlay.insert(REGISTRY, 'const MODULES', "import { rack } from './rack/index.ts';");
  overlay.insert(FORMATS, 'const FORMATS', "import { format as rack } from './rack/format.ts';");
  overlay.insert(CATALOGS, '/** The codes', "import { reasons as rack } from './rack/reasons.ts';");
  for (const registry of [REGISTRY, FORMATS, CATALOGS]) {
    overlay.insert(registry, "  'auto-scaling-group': autoScalingGroup,", '  rack,');
  }
});
afterAll(() => overlay.remove());

test('the compiler requires an adapter for a provider', () => {
  expect(overlay.typeErrors([ADAPTERS])).toMatch(/adapters\.ts.*'?rack'? is missing/);
});

test('a provider with a folder and five registry entries can be parsed, planned with, resized and explained', () => {
  overlay.insert(ADAPTERS, 'type AdapterFor', "import { rackAdapter } from './rack/adapter.ts';");
  overlay.insert(ADAPTERS, '  ec2: ec2OnAws', '  rack: rackAdapter,');
  overlay.insert(PERMISSIONS, '  ec2,', '  rack: () => [],');
  expect(overlay.typeErrors([ADAPTERS, 'shared/evaluation/index.ts', 'shared/presentation/index.ts'])).toBe('');

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
        /^provider\.kind: must be ec2, .*rack, .* or .*, not shelf; if an extension adds it, register the extension$/,
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
