import { hostname, userInfo } from 'node:os';
import { Command, Option } from 'commander';
import { awsClients, type Clients } from '../shared/aws/clients.ts';
import { dynamoStore, type Store } from '../shared/aws/dynamodb/store.ts';
import { ENVIRONMENT, tableName } from '../shared/aws/names.ts';
import { explain, Failure } from './failure.ts';

export interface StageOptions {
  readonly stage: string;
  readonly json?: boolean;
}

/** A command that works on a deployed Headcount: it knows `--stage` and `--json`. */
export const stageCommand = (name: string): Command =>
  new Command(name)
    .addOption(new Option('--stage <stage>', 'the deployment').env(ENVIRONMENT.stage).default('production'))
    .option('--json', 'print JSON');

export interface Deployment {
  readonly stage: string;
  readonly table: string;
  readonly clients: Clients;
  readonly store: Store;
}

/** Does something with a deployment; AWS's errors come out as sentences that know table and region. */
export async function withDeployment<T>(
  { stage }: StageOptions,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const table = process.env[ENVIRONMENT.table] ?? tableName(stage);
  const clients = awsClients();
  try {
    return await use({ stage, table, clients, store: dynamoStore(clients.dynamodb, table) });
  } catch (error) {
    const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
    const { message, exitCode } = explain(error, { table, ...(region === undefined ? {} : { region }) });
    throw new Failure(message, exitCode, { cause: error });
  }
}

/** Who acts, for claims and for the record of changes: `ann@laptop`. */
export const person = (): string => `${userInfo().username}@${hostname()}`;

export const unknownGroup = (group: string, { table }: Deployment): Failure =>
  new Failure(
    `There is no group ${group} in the table ${table}. "npx headcount policy list" shows those that are; put one with "npx headcount policy apply FILE".`,
  );
