import { randomUUID } from 'node:crypto';
import type { HttpAnswer, Refusal } from '../../query/serve.ts';
import { Ec2Error } from '../errors.ts';
import type { LocalEc2 } from '../local-ec2.ts';
import type { Actions } from './action.ts';
import { fleetActions } from './fleet-actions.ts';
import { instanceActions } from './instance-actions.ts';
import { keptFleetActions } from './kept-fleet-actions.ts';
import { Parameters } from './parameters.ts';
import { placeActions } from './place-actions.ts';
import { priceActions } from './price-actions.ts';
import { tagAndSubnetActions } from './tag-and-subnet-actions.ts';
import { templateActions } from './template-actions.ts';
import { typeActions } from './type-actions.ts';
import { printXml } from './xml.ts';

const ACTIONS: Actions = {
  ...instanceActions,
  ...fleetActions,
  ...keptFleetActions,
  ...templateActions,
  ...tagAndSubnetActions,
  ...priceActions,
  ...typeActions,
  ...placeActions,
};

/** Carries out one form-encoded request. AWS errors become responses; other errors are thrown. */
export function answer(localEc2: LocalEc2, form: string): HttpAnswer {
  try {
    const parameters = Parameters.parse(form);
    const name = parameters.required('Action');
    parameters.passOver('Version');
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
      throw new Ec2Error('InvalidAction', `The action ${name} is not part of this stand-in for EC2.`);
    }
    const dryRun = parameters.flag('DryRun') ?? false;
    const act = action(parameters);
    parameters.finish();
    if (dryRun) {
      throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    const content = printXml(`${name}Response`, { requestId: randomUUID(), ...act(localEc2) });
    const named = content.replace('>', ' xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">');
    return { status: 200, body: `${PROLOGUE}${named}` };
  } catch (error) {
    if (error instanceof Ec2Error) return refusal(error);
    throw error;
  }
}

export const refusal = (error: Refusal): HttpAnswer => ({
  status: error.status,
  body: `${PROLOGUE}${printXml('Response', {
    Errors: { Error: { Code: error.code, Message: error.message } },
    RequestID: randomUUID(),
  })}`,
});

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';
