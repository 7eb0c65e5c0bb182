import { defineReason, defineSource, type ExtensionReadout, makersOf } from 'headcount/extension';
import { textOf } from './parameters.ts';

const reasons = {
  'acme-parameter-no-number': defineReason<{ name: string; written: string }>(
    'The value of the parameter is not a number.',
    ({ name, written }) => `the parameter ${name} is ${JSON.stringify(written)}, which is not a number`,
  ),
};
const because = makersOf<typeof reasons>();

/** A number in Parameter Store, written by any program: `orders: { parameter: { name: /shop/orders } }`. */
export const parameter = defineSource({
  kind: 'parameter',
  reasons,
  fields: (z) => ({
    name: z.string().regex(/^\/[\w./-]{1,200}$/, 'must be the path of a parameter, such as /shop/orders'),
  }),
  permissions: [
    {
      sid: 'ReadParameters',
      actions: ['ssm:GetParameter'],
      resources: [{ service: 'ssm', resource: 'parameter', resourceName: 'shop/*' }],
      patternBecause: 'Policies written after the deployment name the parameters.',
    },
  ],
  facts: ({ name }) => ({ identity: [name], measures: { name } }),
  reader: ({ aws, clock }) => ({
    async read(requests) {
      const read = requests.map(async ({ key, config: { name } }): Promise<[string, ExtensionReadout]> => {
        try {
          const written = await textOf(aws, name);
          const value = Number(written);
          // An empty text is not zero.
          if (written.trim() === '' || !Number.isFinite(value)) {
            return [key, because['acme-parameter-no-number']({ name, written })];
          }
          return [key, [{ at: clock(), value }]];
        } catch (error) {
          return [key, error as Error];
        }
      });
      return new Map(await Promise.all(read));
    },
  }),
});
