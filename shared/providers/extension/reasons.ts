import { define, setText, workersText } from '../../model/index.ts';

/** Reasons of the providers of extensions. `name` is what a policy resizes. */
export const reasons = {
  'extension-failed': define<{ kind: string; name: string; error: string }>(
    'The provider of an extension failed. `error` is its own message.',
    ({ kind, name, error }) => `The provider ${kind} failed for ${name}: ${error}`,
  ),
  'extension-unnamed': define<{ kind: string; error: string }>(
    'The `nameOf` of a provider of an extension failed for the policy. `error` is its own message.',
    ({ kind, error }) => `The nameOf of the provider ${kind} failed: ${error}`,
  ),
  'extension-not-asked': define<{ kind: string; name: string }>(
    'The provider of an extension took so long for other groups that it was not asked for this one. The next evaluation asks it.',
    ({ kind, name }) =>
      `The provider ${kind} was not asked for ${name}, because it took too long for other groups. The next evaluation asks it. Look for groups for which it does not answer.`,
  ),
  'extension-named-twice': define<{ kind: string; name: string; groups: readonly string[] }>(
    'Several policies name the same target for the provider of an extension, so none of their groups is evaluated.',
    ({ kind, name, groups }) =>
      `The policies of ${groups.join(' and ')} all resize ${name} with the provider ${kind}. Keep one of them, and delete the others.`,
  ),
  'extension-raise': define<{ name: string; from: number; target: number }>(
    'The provider of an extension was asked for more workers.',
    ({ name, from, target }) => `asked ${name} for ${target} workers instead of ${from}`,
  ),
  'extension-raised-less': define<{ name: string; target: number; desired: number }>(
    'The provider of an extension accepted fewer workers than it was asked for.',
    ({ name, target, desired }) => `${name} was asked for ${workersText(target)} and accepted ${desired}`,
  ),
  'extension-remove': define<{ name: string }>(
    'The provider of an extension is asked to terminate workers.',
    ({ name }) => `${name} is asked to terminate the workers`,
  ),
  'extension-worker-unhealthy': define<Record<never, never>>(
    'The provider of an extension reports the worker as unhealthy, and replaces it itself.',
    () => 'is unhealthy according to its provider',
  ),
  'extension-boot-timeout': define<{ seconds?: number }>(
    'The worker was not ready in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `was not ready within ${setText(seconds, 'bootTimeout')}`,
  ),
};
