import { ReasonedError } from '../../shared/model/index.ts';
import { remedy, sentence } from '../../shared/presentation/index.ts';
import type { ErrorDocument } from '../../shared/terminal/index.ts';

/** Errors with codes of any room, in the words of the presentation. */
export function describedError(error: unknown): ErrorDocument | undefined {
  if (!(error instanceof ReasonedError)) return undefined;
  const { code, params } = error.reason;
  return { code, message: sentence(error.reason), remedy: remedy(error.reason), params };
}
