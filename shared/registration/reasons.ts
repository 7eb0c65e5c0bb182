import { misuse } from '../model/index.ts';

type InModule = { module: string };

/** Why an extension cannot be used. `module`: as the app or the command line names it. */
export const reasons = {
  'extension-not-found': misuse<InModule & { from: string; error: string }>(
    'There is no module of that name. `from`: the folder in which it was looked for.',
    ({ module, from, error }) => `The extension ${module} cannot be found from ${from}: ${error}`,
    () => 'Write the name of an installed package, or a path that begins with ./ or /.',
  ),
  'extension-throws': misuse<InModule & { error: string }>(
    'The module throws when it is loaded.',
    ({ module, error }) => `The extension ${module} cannot be loaded: ${error}`,
    () => 'Correct the module, and build it if it has a build.',
  ),
  'extension-invalid': misuse<InModule & { path: string; expected: string }>(
    'The module does not export a valid extension.',
    ({ module, path, expected }) =>
      `The extension ${module} is not valid: ${path === '' ? expected : `${path} ${expected}`}`,
    () => 'Export it with defineExtension of headcount/extension, and compile it: the types say what is missing.',
  ),
  'extension-name-twice': misuse<{ name: string; modules: readonly string[] }>(
    'Two extensions have the same name.',
    ({ name, modules }) => `The extensions ${modules.join(' and ')} are both named ${name}`,
    () => 'Give one of them another name.',
  ),
  'extension-kind-taken': misuse<InModule & { room: string; kind: string; by: string | null }>(
    'The kind exists already. `room`: rule, source or provider. `by`: the extension that has it; null if it is built in.',
    ({ module, room, kind, by }) =>
      `The extension ${module} adds the ${room} ${kind}, but ${by === null ? `Headcount has a ${room} of that name` : `${by} adds a ${room} of that name`}`,
    () => 'Give its kind another name.',
  ),
  'extension-code-foreign': misuse<InModule & { code: string; prefix: string }>(
    "The code of a reason does not begin with the extension's name.",
    ({ module, code, prefix }) => `The extension ${module} has the code ${code}, which does not begin with ${prefix}`,
    ({ prefix }) => `Begin its codes with ${prefix}, so that no two extensions have the same.`,
  ),
  'extension-code-twice': misuse<InModule & { code: string }>(
    'Two kinds of an extension have the same code.',
    ({ module, code }) => `The extension ${module} has the code ${code} twice`,
    () => 'Define it once.',
  ),
  'extension-not-bundled': misuse<{ modules: readonly string[]; error: string }>(
    'esbuild cannot bundle the extensions for the functions.',
    ({ modules, error }) => `The extensions ${modules.join(', ')} cannot be bundled for the functions: ${error}`,
    () => 'Install the packages that they import.',
  ),
  'extension-needs-esbuild': misuse<Record<never, never>>(
    'esbuild, which bundles extensions for the functions, is not installed.',
    () => 'esbuild, which bundles extensions for the functions, is not installed',
    () => 'Run "npm install --save-dev esbuild".',
  ),
};
