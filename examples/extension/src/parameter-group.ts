import { type AwsAccess, type DescribedWorker, defineProvider } from 'headcount/extension';
import { putText, textOf } from './parameters.ts';

/** What the parameter holds, as JSON. A supervisor starts and replaces workers until there are as many as desired. */
interface Group {
  readonly desired: number;
  /** Written by the supervisor. */
  readonly workers: readonly DescribedWorker[];
}

async function groupIn(aws: AwsAccess, name: string): Promise<Group> {
  const { desired = 0, workers = [] } = JSON.parse(await textOf(aws, name)) as Partial<Group>;
  return { desired, workers };
}

/** Workers that a supervisor of yours starts, as many as a parameter in Parameter Store says. */
export const parameterGroup = defineProvider({
  kind: 'parameter',
  fields: (z) => ({
    parameter: z.string().regex(/^\/[\w./-]{1,200}$/, 'must be the path of a parameter, such as /shop/workers'),
  }),
  permissions: () => [
    {
      sid: 'SetParameters',
      actions: ['ssm:GetParameter', 'ssm:PutParameter'],
      resources: [{ service: 'ssm', resource: 'parameter', resourceName: 'shop/*' }],
      patternBecause: 'Policies written after the deployment name the parameters.',
    },
  ],
  nameOf: ({ parameter }) => parameter,
  groups: ({ aws }) => ({
    describe: ({ name }) => groupIn(aws, name),

    async resize({ name, from, desired }) {
      const group = await groupIn(aws, name);
      // Carried out before, or changed by somebody else meanwhile.
      if (group.desired !== from) return { desired: group.desired };
      await putText(aws, name, JSON.stringify({ ...group, desired }));
      return {};
    },

    async terminate({ name, workers: asked, evenBusy }) {
      const group = await groupIn(aws, name);
      const ending = group.workers.filter(
        ({ id, busy, protected: isProtected }) => asked.includes(id) && !isProtected && (evenBusy || !busy),
      );
      const workers = group.workers.filter((worker) => !ending.includes(worker));
      if (ending.length > 0) {
        await putText(aws, name, JSON.stringify({ desired: Math.max(0, group.desired - ending.length), workers }));
      }
      const staying = new Set(workers.map(({ id }) => id));
      return { gone: asked.filter((id) => !staying.has(id)) };
    },

    async mark({ name, workers: marked, marks }) {
      const { desired, workers } = await groupIn(aws, name);
      const changed = workers.map((worker) => {
        if (!marked.includes(worker.id)) return worker;
        const entries = Object.entries({ ...worker.marks, ...marks }).filter(([, text]) => text !== null);
        return { ...worker, marks: Object.fromEntries(entries) as Record<string, string> };
      });
      await putText(aws, name, JSON.stringify({ desired, workers: changed }));
    },
  }),
});
