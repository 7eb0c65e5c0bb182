import { items, only, parsed, text } from '../../shared/aws/query/xml.ts';
import { HOME_REGION } from '../environment.ts';
import { ACCOUNT } from './needs/index.ts';
import { type Statement, statementsIn } from './policy.ts';

/** The role that a function runs with. */
export interface FunctionRole {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** A role is read again after so long: the deployment that changes it runs in the background. */
const KNOWN_FOR_MS = 2_000;

/** Roles as the emulator has deployed them, with references resolved. It answers in milliseconds, so little is kept. */
export class Roles {
  readonly #emulator: string;
  readonly #known = new Map<string, { readonly role: Promise<FunctionRole>; readonly until: number }>();

  constructor(emulatorEndpoint: string) {
    this.#emulator = emulatorEndpoint;
  }

  /** Throws if there is no such function, or a policy of its role cannot be read. */
  ofFunction(name: string, region: string): Promise<FunctionRole> {
    const key = `${region}/${name}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.until > Date.now()) return known.role;
    const role = this.#read(name, region);
    this.#known.set(key, { role, until: Date.now() + KNOWN_FOR_MS });
    return role;
  }

  /** From now on, roles are read anew. */
  forget(): void {
    this.#known.clear();
  }

  /** The ARN of the role in an instance profile. A profile that nobody has made has a role of its name, as in the console. */
  async ofProfile(profile: string): Promise<string> {
    const name = profile.split('/').at(-1) ?? '';
    const found = await this.#iam('GetInstanceProfile', { InstanceProfileName: name }).catch(() => undefined);
    const [role] = items(only(found, 'InstanceProfile'), 'Roles', 'member');
    return (role && text(role, 'Arn')) || `arn:aws:iam::${ACCOUNT}:role/${name}`;
  }

  /** The tags of a function that the emulator has; none for any other. A name may have an alias. */
  async tagsOfFunction(name: string, region: string): Promise<Readonly<Record<string, string>>> {
    const path = `/2015-03-31/functions/${encodeURIComponent(name.split(':')[0] ?? '')}`;
    const response = await fetch(new URL(path, this.#emulator), { headers: authorizationFor('lambda', region) });
    if (!response.ok) return {};
    const { Tags = {} } = (await response.json()) as { readonly Tags?: Record<string, string> };
    return Tags;
  }

  async #read(functionName: string, region: string): Promise<FunctionRole> {
    const path = `/2015-03-31/functions/${functionName}/configuration`;
    const response = await fetch(new URL(path, this.#emulator), { headers: authorizationFor('lambda', region) });
    if (!response.ok) throw new Error(`the function ${functionName} is not deployed (${response.status})`);
    const { Role } = (await response.json()) as { readonly Role: string };
    const name = Role.split('/').at(-1) ?? '';
    return { name, statements: await this.statementsOf(name) };
  }

  /** The statements of a role's policies as they are now. Throws if there is no such role. */
  async statementsOf(name: string): Promise<readonly Statement[]> {
    const RoleName = { RoleName: name };
    const [inline, attached] = await Promise.all([
      this.#iam('ListRolePolicies', RoleName),
      this.#iam('ListAttachedRolePolicies', RoleName),
    ]);
    const documents = await Promise.all([
      ...items(inline, 'PolicyNames', 'member').map((PolicyName) => this.#inline(name, String(PolicyName))),
      ...items(attached, 'AttachedPolicies', 'member').map((policy) => this.#managed(text(policy, 'PolicyArn'))),
    ]);
    return documents.flatMap(statementsIn);
  }

  async #inline(RoleName: string, PolicyName: string): Promise<string> {
    const found = await this.#iam('GetRolePolicy', { RoleName, PolicyName });
    return decodeURIComponent(text(found, 'PolicyDocument'));
  }

  async #managed(PolicyArn: string): Promise<string> {
    const policy = await this.#iam('GetPolicy', { PolicyArn });
    const VersionId = text(only(policy, 'Policy'), 'DefaultVersionId');
    const version = await this.#iam('GetPolicyVersion', { PolicyArn, VersionId });
    return decodeURIComponent(text(only(version, 'PolicyVersion'), 'Document'));
  }

  async #iam(action: string, parameters: Readonly<Record<string, string>>) {
    const body = new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters });
    const response = await fetch(this.#emulator, { method: 'POST', headers: authorizationFor('iam'), body });
    if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${action} ${body}`);
    return only(only(parsed(await response.text()), `${action}Response`), `${action}Result`);
  }
}

/** The emulator reads the region and the service from it, and checks nothing. */
const authorizationFor = (service: string, region = HOME_REGION): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
