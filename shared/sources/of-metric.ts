import { extended } from '../model/index.ts';
import type { SourceKind, WrittenSource } from './formats.ts';
import { sourceModules } from './registry.ts';
import type { SourceFacts, SourceModule } from './source-module.ts';

/** One metric's source: its kind, its configuration and what follows from them. */
export interface MetricSource extends SourceFacts {
  readonly kind: SourceKind;
  readonly module: SourceModule;
  readonly config: unknown;
}

/** Asked for in every decision, and the same for as long as the policy is. */
const known = new WeakMap<WrittenSource, MetricSource>();

/** The source of a metric's definition. Throws if the definition has none, which the schema of metrics rules out. */
export function sourceOf(definition: WrittenSource): MetricSource {
  const source = known.get(definition);
  if (source) return source;
  const found = resolved(definition);
  known.set(definition, found);
  return found;
}

function resolved(definition: WrittenSource): MetricSource {
  for (const module of sourceModules) {
    const config = definition[module.kind];
    if (config !== undefined) return { ...module.facts(config), kind: module.kind, module, config };
  }
  for (const [name, { module: written }] of extended().sources) {
    const [kind, module] = [name as SourceKind, written as SourceModule];
    const config = definition[kind];
    if (config !== undefined) return { ...module.facts(config), kind, module, config };
  }
  throw new Error('the metric has no source');
}
