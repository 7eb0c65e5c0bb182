import * as z from 'zod';
import { always, checked, exactlyOne, textLike } from '../../model/index.ts';
import { SECRET_PREFIX } from './names.ts';
import { prometheusError } from './reasons.ts';

const LONGEST_QUERY = 4096;
const SECRET = /^headcount\/[A-Za-z0-9/_+=.@-]{1,200}$/;
/** Parameters of Systems Manager that have a path begin with a slash. */
const PARAMETER = /^\/headcount\/[A-Za-z0-9/_.-]{1,200}$/;

const secret = z
  .strictObject({
    secretsManager: textLike(SECRET, (written) =>
      prometheusError('', 'prometheus-invalid-secret', { written, prefix: SECRET_PREFIX }),
    ).optional(),
    ssm: textLike(PARAMETER, (written) =>
      prometheusError('', 'prometheus-invalid-secret', { written, prefix: `/${SECRET_PREFIX}` }),
    ).optional(),
  })
  .superRefine(exactlyOne(['secretsManager', 'ssm']), always)
  .meta({ description: 'The secret with the token, or the user name and password, of the server.' });

export const schema = z
  .strictObject({
    url: checked(z.string().min(1).max(2048), isServer, () => prometheusError('', 'prometheus-invalid-url', {}))
      .optional()
      .meta({ description: 'The address of the server, without /api/v1/query.' }),
    workspace: textLike(/^ws-[A-Za-z0-9-]{1,99}$/, (written) =>
      prometheusError('', 'prometheus-invalid-workspace', { written }),
    )
      .optional()
      .meta({ description: 'The id of a workspace of Amazon Managed Prometheus in the region of the deployment.' }),
    query: z.string().min(1).max(LONGEST_QUERY).meta({ description: 'An instant query in PromQL with one result.' }),
    secret: secret.optional(),
  })
  .superRefine(exactlyOne(['url', 'workspace']), always)
  .superRefine(({ workspace, secret: written }, context) => {
    if (workspace === undefined || written === undefined) return;
    const error = prometheusError('', 'prometheus-secret-beside-workspace', {});
    context.addIssue({ code: 'custom', message: error.message, params: error, path: ['secret'] });
  }, always);

export type PrometheusSource = z.output<typeof schema>;

function isServer(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { protocol, username, password, search, hash, pathname } = new URL(written);
  const isPlain = username === '' && password === '' && search === '' && hash === '';
  return /^https?:$/.test(protocol) && isPlain && !/\/api\/v1\b/.test(pathname);
}
