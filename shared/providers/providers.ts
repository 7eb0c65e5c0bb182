import { closeTo, reasonedErrors } from '../model/index.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import { because, reasons } from './reasons.ts';
import type { FoundWorker } from './worker.ts';

const fault = reasonedErrors(reasons);

/** The adapters of all kinds. */
export interface Providers {
  /** Throws for a kind that this version does not know. */
  of(kind: string): ProviderAdapter;
  all(): readonly { readonly kind: string; readonly adapter: ProviderAdapter }[];
  /** A worker of this stage, whatever its kind; null for everything else. */
  find(worker: string): Promise<(FoundWorker & { readonly kind: string }) | null>;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind has its own configuration and plan
export function providersFrom(adapters: Readonly<Record<string, ProviderAdapter<any, any>>>): Providers {
  const known = Object.keys(adapters);
  return {
    of(kind) {
      const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined;
      if (adapter) return adapter;
      throw fault(because['provider-unknown']({ kind, kinds: known, close: closeTo(kind, known) }));
    },
    all: () => Object.entries(adapters).map(([kind, adapter]) => ({ kind, adapter })),
    async find(worker) {
      for (const [kind, adapter] of Object.entries(adapters)) {
        const found = await adapter.find(worker);
        if (found) return { ...found, kind };
      }
      return null;
    },
  };
}
