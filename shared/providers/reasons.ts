import { define, kindsText, makersOf } from '../model/index.ts';

/** Reasons that any provider may have. */
export const reasons = {
  'provider-unknown': define<{ kind: string; kinds: readonly string[]; close: string | null }>(
    'An activity or a policy names a kind of provider that this version does not know.',
    (unknown) => `The provider ${kindsText(unknown)}. If a newer version of Headcount wrote this, update Headcount`,
  ),
  'launch-error': define<{ code: string; message: string }>(
    "The provider rejected a launch, or a part of it. `code` and `message` are the provider's own.",
    ({ code, message }) => `${code}: ${message.replace(/\.$/, '')}`,
  ),
};
export const because = makersOf<typeof reasons>();
