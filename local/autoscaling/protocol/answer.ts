import { randomUUID } from 'node:crypto';
import { actionIn, type HttpAnswer, type Refusal } from '../../query/serve.ts';
import { printXml, type Xml } from '../../query/xml.ts';
import { AutoScalingError } from '../errors.ts';
import type { State } from '../state.ts';
import type { Actions } from './action.ts';
import { groupActions } from './group-actions.ts';
import { hookActions } from './hook-actions.ts';
import { memberActions } from './member-actions.ts';
import { policyActions } from './policy-actions.ts';
import { readRequest } from './read.ts';
import { type ActionName, REQUESTS } from './requests.ts';

const ACTIONS: Actions = { ...groupActions, ...memberActions, ...hookActions, ...policyActions };

/** Carries out one form-encoded request. AWS errors become responses; other errors are thrown. */
export function answer(state: State, form: string): HttpAnswer {
  try {
    const name = actionIn(form);
    if (!isAction(name)) {
      throw new AutoScalingError(
        'InvalidAction',
        `The action ${name} is not part of this stand-in for EC2 Auto Scaling.`,
      );
    }
    const result = carryOut(state, name, form);
    const content: Record<string, Xml> = result === null ? {} : { [`${name}Result`]: result };
    content['ResponseMetadata'] = { RequestId: randomUUID() };
    return { status: 200, body: document(`${name}Response`, content) };
  } catch (error) {
    if (error instanceof AutoScalingError) return refusal(error);
    throw error;
  }
}

const isAction = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);

/** The cast is needed because each action has its own request type, and the action is known only at run time. */
const carryOut = (state: State, name: ActionName, form: string) =>
  (ACTIONS[name] as (state: State, request: unknown) => { readonly [element: string]: Xml } | null)(
    state,
    readRequest<unknown>(form, REQUESTS[name]),
  );

export const refusal = ({ code, message, status }: Refusal): HttpAnswer => ({
  status,
  body: document('ErrorResponse', {
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: randomUUID(),
  }),
});

const document = (element: string, content: Xml): string =>
  printXml(element, content, 'member').replace('>', ' xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">');
