import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A shape of a service model of AWS, as botocore ships them: https://github.com/boto/botocore/tree/develop/botocore/data */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  /** Of a list. */
  readonly member?: Member;
  /** Of a map. */
  readonly key?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly flattened?: boolean;
  /** The member that is the whole body. */
  readonly payload?: string;
}
export interface Member {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
  readonly queryName?: string;
}
export interface Operation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
}
export interface Model {
  readonly metadata: {
    readonly apiVersion: string;
    readonly protocol: string;
    readonly protocols?: readonly string[];
    readonly targetPrefix?: string;
    readonly awsQueryCompatible?: object;
  };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Folders of the models by the name in a signature: every service that this project calls, and the CDK's command line. */
const FOLDERS: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-autoscaling',
  autoscaling: 'autoscaling',
  cloudformation: 'cloudformation',
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  ecr: 'ecr',
  ecs: 'ecs',
  elasticloadbalancing: 'elbv2',
  events: 'events',
  iam: 'iam',
  kms: 'kms',
  lambda: 'lambda',
  logs: 'logs',
  monitoring: 'cloudwatch',
  pricing: 'pricing',
  secretsmanager: 'secretsmanager',
  servicequotas: 'service-quotas',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
};

/** The names in signatures of the services that have a model here. */
export const MODELLED: readonly string[] = Object.keys(FOLDERS);

/** Reads each model once, when it is asked for: the one of EC2 has five megabytes. */
export class Models {
  readonly #folder: string;
  readonly #read = new Map<string, Promise<Model>>();

  /** `folder`: the one that botocore calls `data`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The models in the emulator's virtual environment, which botocore is a part of. */
  static async besides(python: string): Promise<Models> {
    const library = join(python, '..', '..', 'lib');
    const versions = (await readdir(library)).filter((name) => name.startsWith('python3'));
    return new Models(join(library, versions[0] ?? '', 'site-packages', 'botocore', 'data'));
  }

  /** The model of the service that a request is signed for; null for a service without one. */
  of(service: string): Promise<Model> | null {
    const folder = Object.hasOwn(FOLDERS, service) ? FOLDERS[service] : undefined;
    if (folder === undefined) return null;
    const read = this.#read.get(service) ?? newestModel(join(this.#folder, folder));
    this.#read.set(service, read);
    return read;
  }
}

async function newestModel(folder: string): Promise<Model> {
  const versions = (await readdir(folder)).filter((name) => /^\d{4}-\d\d-\d\d$/.test(name)).sort();
  const file = join(folder, versions.at(-1) ?? '', 'service-2.json');
  const isPlain = await access(file).then(
    () => true,
    () => false,
  );
  const text = isPlain ? await readFile(file) : gunzipSync(await readFile(`${file}.gz`));
  return JSON.parse(text.toString()) as Model;
}
