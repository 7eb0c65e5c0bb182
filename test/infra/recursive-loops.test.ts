import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { DRAINED_EVENT, PUSHED_EVENT, REPORTED_EVENT } from '../../shared/names/index.ts';
import { listed, may, statementsOf, text } from './iam.ts';
import { functionNamed, type Resource, synthesized } from './synthesized.ts';

/** The actions with which a function passes an event on, by the type of the resource that receives it. */
const SENDS = [
  ['AWS::SQS::Queue', 'sqs:SendMessage', (id: string) => `\${${id}.Arn}`],
  ['AWS::SNS::Topic', 'sns:Publish', (id: string) => `\${${id}}`],
  ['AWS::Events::EventBus', 'events:PutEvents', (id: string) => `\${${id}.Arn}`],
  ['AWS::Lambda::Function', 'lambda:InvokeFunction', (id: string) => `\${${id}.Arn}`],
] as const;

const resources = (template: Template, type: string) =>
  Object.entries(template.findResources(type) as Record<string, Resource>);
const idIn = (reference: unknown): string => text(reference).replace(/^\$\{(\w+)(\.\w+)?\}$/, '$1');

/** Events that workers and applications put on the bus, and no function does. */
const OF_WORKERS = new Set<string>([REPORTED_EVENT, DRAINED_EVENT, PUSHED_EVENT]);

/** Which resource passes events on to which, by logical id: queues, topics, buses and functions. */
function edgesOf(template: Template): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, to: string) => edges.set(from, (edges.get(from) ?? new Set()).add(to));
  for (const [id, { Properties }] of resources(template, 'AWS::Lambda::Function')) {
    const statements = statementsOf(template, Properties.FunctionName.split('-').slice(2).join('-'));
    for (const [type, action, arn] of SENDS) {
      for (const [receiver] of resources(template, type)) {
        if (may(statements, { action, resource: arn(receiver) })) add(id, receiver);
      }
    }
  }
  for (const [, { Properties }] of resources(template, 'AWS::Lambda::EventSourceMapping')) {
    add(idIn(Properties.EventSourceArn), Properties.FunctionName.Ref);
  }
  for (const [, { Properties }] of resources(template, 'AWS::SNS::Subscription')) {
    add(idIn(Properties.TopicArn), idIn(Properties.Endpoint));
  }
  for (const [, { Properties }] of resources(template, 'AWS::Events::Rule')) {
    if (Properties.EventBusName === undefined) continue;
    const types: readonly string[] = Properties.EventPattern['detail-type'] ?? [];
    if (types.length > 0 && types.every((type) => OF_WORKERS.has(type))) continue;
    for (const { Arn } of Properties.Targets) add(idIn(Properties.EventBusName), idIn(Arn));
  }
  return edges;
}

/** Whether events of this function can come back to it. */
function isInLoop(edges: ReadonlyMap<string, ReadonlySet<string>>, start: string): boolean {
  const reached = new Set<string>();
  const next = [...(edges.get(start) ?? [])];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    next.push(...(edges.get(id) ?? []));
  }
  return reached.has(start);
}

describe("Lambda's detection of recursive loops", () => {
  const template = synthesized();
  const edges = edgesOf(template);
  const functions = resources(template, 'AWS::Lambda::Function');

  test('is switched off for exactly the functions whose messages come back to them', () => {
    const inLoop = functions.filter(([id]) => isInLoop(edges, id)).map(([id]) => id);
    const allowed = functions.filter(([, { Properties }]) => Properties.RecursiveLoop === 'Allow').map(([id]) => id);
    expect(allowed).toEqual(inLoop);
    expect(inLoop).toEqual([functionNamed(template, 'evaluate').id]);
  });

  test('the search for loops knows all connections between functions', () => {
    const evaluate = functionNamed(template, 'evaluate').id;
    for (const name of ['on-schedule', 'on-alarm', 'on-worker-event', 'on-push']) {
      const { id } = functionNamed(template, name);
      const queues = [...(edges.get(id) ?? [])].filter((receiver) => edges.get(receiver)?.has(evaluate));
      expect(queues).toHaveLength(1);
    }
    expect(listed([...edges.values()].flatMap((to) => [...to]))).toContain(functionNamed(template, 'on-alarm').id);
  });
});
