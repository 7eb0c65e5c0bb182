import type { Extension } from '../extension/index.ts';
import { extend } from '../model/index.ts';
import { type Editions, exportedBy, extendedBy } from './extended-by.ts';

/** Registers the extensions that a function was bundled with. They were checked when it was. */
export const registerInFunction = (modules: readonly unknown[], editions: Editions): void =>
  extend(extendedBy(modules.map(exportedBy) as readonly Extension[], editions));
