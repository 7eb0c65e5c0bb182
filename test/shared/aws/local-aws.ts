import { afterAll, beforeAll } from 'vitest';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../local/local-aws.ts';
import type { Clients } from '../../../shared/aws/clients.ts';
import { setEnvironment } from './environment.ts';
import { patientClients } from './patient.ts';

/** A local AWS for the tests of this file, its environment set while they run; made before them, gone after. */
export function localAws(options: LocalAwsOptions = {}) {
  let localAws: LocalAws | undefined;
  let clients: Clients | undefined;
  let restore = () => {};
  beforeAll(async () => {
    localAws = await startLocalAws(options);
    restore = setEnvironment(localAws.environment);
    clients = patientClients();
  });
  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    restore();
    await localAws?.stop();
  });
  const made = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the local AWS is there only while tests run');
    return part;
  };
  return { local: () => made(localAws), clients: () => made(clients) };
}
