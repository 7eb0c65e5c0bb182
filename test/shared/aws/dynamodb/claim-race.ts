import { awsClients } from '../../../../shared/aws/clients.ts';
import { dynamoStore } from '../../../../shared/aws/dynamodb/sdk-store.ts';
import { activityOf, claimRequest } from '../../../contracts/examples.ts';

/**
 * One process of a race for a claim: `node claim-race.ts <table> <group> <how many> <holder>`. Says `ready`, waits for a
 * line, tries all claims at once and prints the results as one line of JSON.
 */
const [table = '', group = '', count = '0', holder = ''] = process.argv.slice(2);
const { claims, states } = dynamoStore(awsClients().dynamodb, table);
// Connects beforehand, so that the race is about the claim.
await states.read([group]);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

const requests = Array.from({ length: Number(count) }, (_, index) =>
  claimRequest(group, { activity: activityOf(group, { holder: `${holder}-${index}` }) }),
);
const results = await Promise.all(requests.map((request) => claims.begin(request)));
const told = results.map((result, index) =>
  result.won ? { won: requests[index]?.activity.id } : { lostTo: result.state?.claim?.activity ?? null },
);
process.stdout.write(`${JSON.stringify(told)}\n`);
process.exit(0);
