import type { Reason, ReasonCatalog, ReasonParams } from '../reasons/reason.ts';
import { rendererOf } from '../reasons/renderer.ts';
import { ReasonedError, reasonedErrors } from './reasoned-error.ts';
import type { ErrorDefinition } from './user-error.ts';

/** What to do about a reason at a command line, where a catalog says it; null for all others. */
export function remedyIn(catalogs: readonly ReasonCatalog[]): (reason: Reason) => string | null {
  const render = rendererOf(catalogs);
  const definitions = new Map(catalogs.flatMap((catalog) => Object.entries(catalog)));
  return ({ code, params }) => {
    const { remedy = null } = (definitions.get(code) ?? {}) as Partial<ErrorDefinition<ReasonParams>>;
    try {
      return remedy?.(params, render) || null;
    } catch {
      // The reason was written by hand or by another version, and its parameters do not fit this code.
      return null;
    }
  };
}

/** As `reasonedErrors`, for failures that have a remedy: the message ends with it. */
export function remediedErrors(catalog: ReasonCatalog): (reason: Reason, options?: ErrorOptions) => ReasonedError {
  const errorOf = reasonedErrors(catalog);
  const remedyOf = remedyIn([catalog]);
  return (reason, options) => {
    const { message } = errorOf(reason);
    const remedy = remedyOf(reason);
    return new ReasonedError(reason, remedy === null ? message : `${message} ${remedy}`, options);
  };
}
