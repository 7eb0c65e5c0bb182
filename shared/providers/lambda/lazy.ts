import type { AdapterContext } from '../adapter-context.ts';
import { lazyAdapter } from '../lazy-adapter.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import type { Plan } from '../sized/index.ts';
import type { LambdaConfig } from './format/config.ts';

/** The provider lambda on AWS, loaded with the first group of its kind. */
export const lazyLambda = ({ connections: { borrowed }, stage }: AdapterContext): ProviderAdapter<LambdaConfig, Plan> =>
  lazyAdapter(async () => {
    const [{ lambdaAdapter }, { functionsOnAws }] = await Promise.all([import('./adapter.ts'), import('./api/ask.ts')]);
    return lambdaAdapter(functionsOnAws({ borrowed }), stage);
  });
