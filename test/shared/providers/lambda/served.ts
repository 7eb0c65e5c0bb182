import { buffer } from 'node:stream/consumers';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { lambdaAdapter } from '../../../../shared/providers/lambda/adapter.ts';
import { functionsOnAws } from '../../../../shared/providers/lambda/api/ask.ts';
import { schema } from '../../../../shared/providers/lambda/format/config.ts';
import type { Message } from '../../../../shared/providers/lambda/messages.ts';
import { serving } from '../../../sources/servers.ts';

/** An answer of Lambda: what the function returned, or a status and a body; `after`: it comes so many ms later. */
export interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly after?: number;
}

/** The product's adapter before an HTTP server that answers as Lambda's Invoke does. */
export async function withFunction(
  answer: (message: Message, name: string) => Answer | object | Promise<object>,
  seconds?: number,
) {
  const asked: Message[] = [];
  const server = await serving(async (request, response) => {
    const message = JSON.parse((await buffer(request)).toString()) as Message;
    asked.push(message);
    const name = decodeURIComponent(request.url?.split('/')[3] ?? '');
    const given = await answer(message, name);
    const { status = 200, body, after = 0 } = 'body' in given ? (given as Answer) : { body: JSON.stringify(given) };
    setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(body), after);
  });
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'x' };
  const client = new CloudWatchClient({ region: 'us-east-1', credentials });
  const environment = { AWS_ENDPOINT_URL: server.url };
  const functions = functionsOnAws({ borrowed: client.config, environment, ...(seconds && { seconds }) });
  return {
    ...{ asked, environment },
    adapter: lambdaAdapter(functions, 'dev'),
    config: schema.parse({ kind: 'lambda', function: 'resize-vms' }),
    close() {
      client.destroy();
      return server.close();
    },
  };
}
