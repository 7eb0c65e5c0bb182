import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import * as z from 'zod';
import type { Extension } from '../extension/index.ts';
import {
  canonical,
  checksum,
  errorText,
  extend,
  extended,
  type Reason,
  UserError,
  userErrors,
} from '../model/index.ts';
import { formatOf as providerFormat } from '../providers/index.ts';
import { formatOfKind } from '../rules/index.ts';
import { type SourceKind, formatOf as sourceFormat } from '../sources/index.ts';
import { because, conflictOf, faultOf } from './check.ts';
import { type Editions, exportedBy, extendedBy } from './extended-by.ts';
import { reasons } from './reasons.ts';

/** An extension of this process. */
export interface Registered {
  /** As the app or the command line names it. */
  readonly module: string;
  readonly file: string;
  readonly extension: Extension;
}

const errors = userErrors(reasons) as unknown as Readonly<
  Record<string, (params: object, cause?: unknown) => UserError>
>;

/** The error of a reason of this room. */
export const extensionFault = ({ code, params }: Reason, cause?: unknown): UserError =>
  errors[code]?.(params, cause) ?? new UserError(code);

const all = new Map<string, Registered>();
let editions: Editions = {};

/**
 * Loads extensions, checks them, and adds their kinds to this process. A module is the name of a package or a path, as seen
 * from `folder`. Throws an error that says what to do.
 */
export function registerExtensions(modules: readonly string[], folder: string): readonly Registered[] {
  const registered = modules.map((module) => loaded(module, folder));
  const together = [...new Map([...all, ...registered.map((each) => [each.file, each] as const)]).values()];
  const conflict = conflictOf(together);
  if (conflict) throw extensionFault(conflict);
  const extensions = together.map(({ extension }) => extension);
  const before = extended();
  try {
    // Their formats are made from what is registered.
    extend(extendedBy(extensions, {}));
    editions = editionsOf(together);
    extend(extendedBy(extensions, editions));
  } catch (error) {
    extend(before);
    throw error;
  }
  for (const each of registered) all.set(each.file, each);
  return registered;
}

/** The files of the extensions of this process. */
export const registeredFiles = (): readonly string[] => [...all.keys()];

/** The editions of all kinds that are registered. */
export const registeredEditions = (): Editions => editions;

function loaded(module: string, folder: string): Registered {
  const load = createRequire(join(folder, 'resolved-from-here.js'));
  const file = attempt(
    () => load.resolve(isAbsolute(module) || module.startsWith('.') ? resolve(folder, module) : module),
    (error) => because['extension-not-found']({ module, from: folder, error: firstLine(error) }),
  );
  // The same file may be named in two ways.
  const known = all.get(file);
  if (known) return { ...known, module };
  const exported: unknown = attempt(
    () => load(file),
    (error) => because['extension-throws']({ module, error: firstLine(error) }),
  );
  const written = exportedBy(exported);
  const fault = attempt(
    () => faultOf({ module, written }),
    (error) => because['extension-throws']({ module, error: firstLine(error) }),
  );
  if (fault) throw extensionFault(fault);
  return { module, file, extension: written as Extension };
}

/** Checksums of the formats: a policy that another format has accepted is validated again. */
function editionsOf(registered: readonly Registered[]): Editions {
  const entries = registered.flatMap(({ module, extension: { rules = [], sources = [], providers = [] } }) => {
    const editionOf = (key: string, path: string, format: () => { readonly schema: z.ZodType } | undefined) => {
      const schema = attempt(
        () => z.toJSONSchema(format()?.schema ?? z.never(), { io: 'input', unrepresentable: 'any' }),
        (error) =>
          because['extension-invalid']({
            module,
            path,
            expected: `must return zod schemas of its own fields (${firstLine(error)})`,
          }),
      );
      return [key, checksum(canonical(schema))] as const;
    };
    return [
      ...rules.map(({ kind }, index) => editionOf(`rule:${kind}`, `rules[${index}].fields`, () => formatOfKind(kind))),
      ...sources.map(({ kind }, index) =>
        editionOf(`source:${kind}`, `sources[${index}].fields`, () => sourceFormat(kind as SourceKind)),
      ),
      ...providers.map(({ kind }, index) =>
        editionOf(`provider:${kind}`, `providers[${index}].fields`, () => providerFormat(kind)),
      ),
    ];
  });
  return Object.fromEntries(entries);
}

function attempt<T>(act: () => T, reasonFor: (error: unknown) => Reason): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw extensionFault(reasonFor(error), error);
  }
}

/** Node lists the modules that required a missing one below its message. */
const firstLine = (error: unknown): string => errorText(error).split('\n')[0]?.replace(/\.$/, '') ?? '';
