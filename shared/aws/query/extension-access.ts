import type { AwsAccess } from '../../model/index.ts';
import type { Borrowed } from './call.ts';
import { jsonCall } from './json-call.ts';

/** AWS, as extensions call it. */
export const awsAccess = (borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): AwsAccess => ({
  region: () => borrowed.region(),
  credentials: () => borrowed.credentials(),
  call(name, target, body) {
    const variable = name.toUpperCase().replaceAll('-', '_');
    const action = target.slice(target.indexOf('.') + 1);
    return jsonCall({ label: name, name, variable }, borrowed, environment)(action, { target, body });
  },
});
