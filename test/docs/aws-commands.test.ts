import { expect, test } from 'vitest';
import type { Call, Model } from '../../local/requests/index.ts';
import { faultText, Validation } from '../../local/validation/index.ts';
import { models } from '../local/validation/exchange.ts';
import { writtenPages } from './generated/generated.ts';
import { blocksOf, readPage } from './markdown.ts';

/** Names of services in the AWS CLI, where signatures have another name. */
const SIGNED: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing', cloudwatch: 'monitoring' };
/** No call of the project is validated against these models. */
const UNCHECKED = ['service-quotas'];
const GLOBAL = ['endpoint-url', 'query', 'output', 'region', 'cli-input-json', 'no-cli-pager'];

const WORD = /'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"`|&;()]+/.source;
const COMMAND = new RegExp(`\\baws [a-z0-9-]+ [a-z]+-[a-z-]+(?: +(?:${WORD}))*`, 'g');

/** The commands of the AWS CLI in a page's shell blocks and in its text. */
function commandsOf(page: string): string[] {
  const shell = blocksOf(page).flatMap(({ language, text }) => (language === 'sh' ? [text] : []));
  const inline = [...readPage(page).matchAll(/`(aws [^`\n]+ --[^`\n]+)`/g)].map(([, text = '']) => text);
  return [...shell, ...inline].flatMap((text) => text.replaceAll(/ *\\\n */g, ' ').match(COMMAND) ?? []);
}

const unquoted = (word: string): string => word.replaceAll(/^(['"])(.*)\1$/gs, '$2');

/** Each option with its first value, if it has one. */
function optionsOf(command: string): [string, string | undefined][] {
  const words = (command.match(new RegExp(WORD, 'g')) ?? []).slice(3).map(unquoted);
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    return word.startsWith('--') ? [[word.slice(2), next?.startsWith('--') ? undefined : next]] : [];
  });
}

function faultsOf(command: string, service: string, model: Model): string[] {
  const [, , action = ''] = command.split(' ');
  const sameAs = (option: string) => (name: string) => name.toLowerCase() === option.replaceAll('-', '');
  const operation = Object.keys(model.operations).find(sameAs(action));
  if (operation === undefined) return [`${command}: no such action`];
  const { members = {}, required = [] } = model.shapes[model.operations[operation]?.input?.shape ?? ''] ?? {};
  const options = optionsOf(command).filter(([option]) => !GLOBAL.includes(option));
  const switchedOff = (option: string) =>
    Object.entries(members).some(
      ([name, { shape }]) => sameAs(option)(`no${name}`) && model.shapes[shape]?.type === 'boolean',
    );
  const unknown = options
    .filter(([option]) => !Object.keys(members).some(sameAs(option)) && !switchedOff(option))
    .map(([option]) => option);
  const isWhole = !command.includes('--cli-input-json');
  const missing = required.filter((name) => isWhole && !options.some(([option]) => sameAs(option)(name)));
  const wrong = options.flatMap(([option, value = '']) => {
    const [name, member] = Object.entries(members).find(([each]) => sameAs(option)(each)) ?? [];
    if (!name || !member || !/^[{[]/.test(value) || model.shapes[member.shape]?.type === 'string') return [];
    return valueFaults(JSON.parse(value), name, member, { service, operation, model });
  });
  return [
    ...unknown.map((option) => `${command}: unknown --${option}`),
    ...missing.map((name) => `${command}: ${name} is missing`),
    ...wrong.map((fault) => `${command}: ${fault}`),
  ];
}

function valueFaults(
  value: unknown,
  name: string,
  member: { shape: string },
  { service, operation, model }: { service: string; operation: string; model: Model },
): string[] {
  const input = { type: 'structure', members: { [name]: member } };
  const alone: Model = {
    ...model,
    operations: { [operation]: { http: { method: 'POST', requestUri: '/' }, input: { shape: 'OnlyThis' } } },
    shapes: { ...model.shapes, OnlyThis: input },
  };
  const call: Call = {
    ...{ service, operation, protocol: 'json', model: alone, input: { [name]: value } },
    ...{ faults: [], key: 'somebody', region: 'us-east-1' },
  };
  return new Validation().faultsOf(call).map(faultText);
}

const pages = writtenPages().filter((page) => commandsOf(page).length > 0);

test.each(pages)('%s calls AWS as its service models allow', async (page) => {
  const known = await models();
  const faults: string[] = [];
  for (const command of commandsOf(page)) {
    const [, named = ''] = command.split(' ');
    if (UNCHECKED.includes(named)) continue;
    const service = SIGNED[named] ?? named;
    const model = await known.of(service);
    faults.push(...(model ? faultsOf(command, service, model) : [`${command}: no model of ${named}`]));
  }
  expect(faults).toEqual([]);
});

test('an action, an option or a value that AWS does not have is found', async () => {
  const model = await (await models()).of('sqs');
  if (!model) throw new Error('no model of SQS');
  const found = (command: string) =>
    faultsOf(command, 'sqs', model).map((fault) => fault.split(': ').slice(1).join(': '));
  expect(found('aws sqs make-queue --queue-name a')).toEqual(['no such action']);
  expect(found('aws sqs create-queue --name a')).toEqual(['unknown --name', 'QueueName is missing']);
  expect(found(`aws sqs create-queue --queue-name a --attributes '{"Colour":"red"}'`)).toHaveLength(1);
  expect(found(`aws sqs create-queue --queue-name a --attributes '{"VisibilityTimeout":"300"}'`)).toEqual([]);
});
