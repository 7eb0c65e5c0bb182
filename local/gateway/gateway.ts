import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { serveAutoScaling } from '../autoscaling/index.ts';
import { serveEc2 } from '../ec2/index.ts';
import { serveEcs } from '../ecs/index.ts';
import { HOME_REGION } from '../environment.ts';
import { Habits } from '../habits/index.ts';
import { answerExpressions, expressionsIn } from '../metrics/index.ts';
import { answerSimulation, Permissions, Roles, type StandIns, simulationIn } from '../permissions/index.ts';
import { LocalPrices } from '../prices/index.ts';
import { serveJson } from '../query/json-protocol.ts';
import { LocalQuotas } from '../quotas/index.ts';
import type { Models, RefusedAnswer } from '../requests/index.ts';
import { answerEmulated } from './emulated.ts';
import { Findings } from './findings.ts';
import { Forwarder } from './forward.ts';
import { Inspection } from './inspection.ts';
import { answerOwn, OWN_PATH } from './own.ts';
import { signerOf } from './scope.ts';

export interface Gateway {
  readonly url: URL;
  /** The calls that AWS would have refused. */
  readonly findings: Findings;
  /** Those that the emulator lacks. */
  readonly habits: Habits;
  readonly quotas: LocalQuotas;
  readonly prices: LocalPrices;
  /** The number of calls whose permissions were judged, by function. */
  readonly judged: ReadonlyMap<string, number>;
  /** Inspects calls by these models from now on, and forwards all requests that no stand-in answers to this endpoint. */
  open(emulatorEndpoint: string, models: Models): void;
  close(): Promise<void>;
}

export interface GatewayOptions extends StandIns {
  /** The stand-ins of another region than the usual one; by default, all regions have the same. */
  readonly elsewhere?: (region: string) => StandIns;
  readonly port?: number;
  readonly id: string;
}

/** What there is once the emulator runs. */
interface Opened {
  readonly forwarder: Forwarder;
  readonly inspection: Inspection;
  readonly emulator: string;
  readonly models: Models;
  readonly roles: Roles;
}

/** The requests of `s3` are large files, which only the CDK sends. Those to an HTTP API are checked by the emulator. */
const UNINSPECTED = new Set(['s3', 'execute-api']);

/**
 * Starts one endpoint for all of AWS. The stand-ins answer requests signed for `ec2`, `autoscaling`, `ecs`, `application-autoscaling`, `servicequotas` and
 * `pricing`;
 * the emulator answers all others.
 * Each region has its own stand-ins, by the region in the signature.
 * It refuses each call that AWS would refuse, and lists it among the findings.
 * It listens before the emulator runs, because the emulator needs the gateway's port. Until then it responds with 503.
 * `GET /_headcount/world` identifies the local AWS; `GET /_headcount/findings` lists the findings;
 * `/_headcount/ec2/…`, `/_headcount/autoscaling/…`, `/_headcount/ecs/…`, `/_headcount/quotas/…` and `/_headcount/prices/…` control the stand-ins, `/_headcount/habits/…` the habits of AWS that
 * the emulator lacks.
 * Throws a message for the user when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const standInsIn = (region: string): StandIns =>
    region === HOME_REGION ? options : (options.elsewhere?.(region) ?? options);
  const regions = new Map<string, ReturnType<typeof servedIn>>();
  const servedBy = (region: string) => {
    const served = regions.get(region) ?? servedIn(standInsIn(region));
    regions.set(region, served);
    return served;
  };
  const findings = new Findings();
  const habits = new Habits();
  const { quotas } = servedBy(HOME_REGION);
  const prices = new LocalPrices(options.ec2.instanceTypes);
  const answerPrices = serveJson(prices);
  const judged = new Map<string, number>();
  let opened: Opened | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const signer = signerOf(request);
    const standIn =
      signer?.service === 'pricing' ? answerPrices : signer && servedBy(signer.region).answerers.get(signer.service);
    if (opened === null && !standIn) return fail(response, new Error('The emulator is not up yet.'), 503);
    if (signer === null || UNINSPECTED.has(signer.service)) return opened?.forwarder.forward(request, response);
    const body = await buffer(request);
    const { method = '', url = '', headers } = request;
    const refusal = (await opened?.inspection.refusal({ method, url, headers, body }, signer)) ?? null;
    if (refusal !== null) return refuse(response, refusal);
    if (standIn) return standIn(request, response, body);
    if (opened === null) return;
    const simulation = await simulationIn({ method, url, headers, body }, signer, opened.models);
    if (simulation !== null) return answerSimulation(simulation, opened.roles, response);
    const expressions = signer.service === 'monitoring' ? expressionsIn(request, body) : null;
    if (expressions !== null) return answerExpressions(expressions, opened.emulator, request, response);
    answerEmulated({ ...opened, habits, ec2: standInsIn(signer.region).ec2 }, signer.service, request, response, body);
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const answered = path.startsWith(OWN_PATH)
      ? answerOwn(path.slice(OWN_PATH.length), { ...options, findings, habits, quotas, prices }, request, response)
      : answer(request, response);
    answered.catch((error: unknown) => fail(response, error));
  });
  // Longer than any AWS client keeps an idle connection, so that no client uses a closing one.
  server.keepAliveTimeout = 120_000;
  server.on('clientError', (_error, socket) => socket.destroy());

  const port = await listen(server, options.port ?? 0);
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    findings,
    habits,
    quotas,
    prices,
    judged,
    open: (endpoint, models) => {
      const roles = new Roles(endpoint);
      const permissions = new Permissions(roles, standInsIn, judged);
      opened = {
        forwarder: new Forwarder(endpoint),
        inspection: new Inspection(models, permissions, findings),
        emulator: endpoint,
        models,
        roles,
      };
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      habits.close();
      opened?.forwarder.close();
    },
  };
}

/** What answers requests in a region, by service. Its quotas are its own. */
function servedIn(standIns: StandIns) {
  const quotas = new LocalQuotas();
  const ecs = serveEcs(standIns.ecs);
  const answerers = new Map<string, (request: IncomingMessage, response: ServerResponse, body: Buffer) => void>([
    ['ec2', serveEc2(standIns.ec2)],
    ['autoscaling', serveAutoScaling(standIns.autoScaling)],
    ['ecs', ecs],
    // Only the scalable targets of services.
    ['application-autoscaling', ecs],
    ['servicequotas', serveJson(quotas)],
  ]);
  return { quotas, answerers };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE' ? 'is taken by another program; choose another with --port' : 'cannot be used';
      reject(new Error(`Port ${port} of 127.0.0.1 ${why} (${cause.message}).`, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port.');
  return address.port;
}

function refuse(response: ServerResponse, { status, headers, body }: RefusedAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

function fail(response: ServerResponse, error: unknown, status = 500): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`);
}
