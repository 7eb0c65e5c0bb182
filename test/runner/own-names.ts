import { registerHooks } from 'node:module';

/** The examples import the package, as an app of its own does: Node loads the sources instead. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['headcount/extension', new URL('../../shared/extension/index.ts', import.meta.url).href],
  ['headcount/infra', new URL('../../infra/index.ts', import.meta.url).href],
]);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const url = OWN.get(specifier);
    return url ? { url, shortCircuit: true } : nextResolve(specifier, context);
  },
});
