import { afterAll, beforeAll } from 'vitest';
import { startWorld, type World, type WorldOptions } from '../../../local/world.ts';
import { awsClients, type Clients } from '../../../shared/aws/clients.ts';

/** A local AWS for the tests of this file, its environment set while they run; made before them, gone after. */
export function localAws(options: WorldOptions = {}) {
  let world: World | undefined;
  let clients: Clients | undefined;
  const before = { ...process.env };
  beforeAll(async () => {
    world = await startWorld(options);
    Object.assign(process.env, world.environment);
    clients = awsClients();
  });
  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    process.env = before;
    await world?.stop();
  });
  const made = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the local AWS is there only while tests run');
    return part;
  };
  return { world: () => made(world), clients: () => made(clients) };
}
