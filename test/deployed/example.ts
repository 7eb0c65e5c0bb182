import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { onTestFinished, vi } from 'vitest';

const IMAGE = 'ami-0123456789abcdef0';

/** Synthesizes an app with the settings of a `cdk` command, as CDK's command line does. Returns a folder that deploys it. */
export async function synthesizedIn(
  folder: string,
  command: string,
  load: () => Promise<{ app: App }>,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const settings = [...command.matchAll(/--context (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]);
  vi.stubEnv('CDK_OUTDIR', join(folder, 'cdk.out'));
  vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify(Object.fromEntries(settings)));
  (await load()).app.synth();
  vi.unstubAllEnvs();
  await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app: join(folder, 'cdk.out') }));
  return folder;
}

interface Template {
  readonly Parameters: Record<string, { Type: string; Default: string }>;
  readonly Resources: Record<
    string,
    { Type: string; Properties?: { LaunchTemplateData?: object; Environment?: { Variables: Record<string, string> } } }
  >;
}

/**
 * Fits a template to the local AWS, which has neither AWS's public parameters of images nor Lambda's extension for
 * parameters: `port` is where that listens. Returns the data of its launch template.
 */
export async function fitted(folder: string, stack: string, port: number): Promise<Readonly<Record<string, unknown>>> {
  const file = join(folder, 'cdk.out', `${stack}.template.json`);
  const template = JSON.parse(await readFile(file, 'utf8')) as Template;
  for (const parameter of Object.values(template.Parameters)) {
    if (parameter.Default.startsWith('/aws/service/ami-')) Object.assign(parameter, { Type: 'String', Default: IMAGE });
  }
  const resources = Object.values(template.Resources);
  for (const { Properties } of resources) {
    const variables = Properties?.Environment?.Variables;
    if (variables) variables['PARAMETERS_SECRETS_EXTENSION_HTTP_PORT'] = String(port);
  }
  await writeFile(file, JSON.stringify(template));
  const made = resources.find(({ Type }) => Type === 'AWS::EC2::LaunchTemplate')?.Properties?.LaunchTemplateData ?? {};
  const { InstanceInitiatedShutdownBehavior } = made as Record<string, unknown>;
  return { ImageId: IMAGE, InstanceInitiatedShutdownBehavior };
}

/** Lambda's extension for parameters, on a port of this machine. */
export async function parameterExtension(read: (name: string) => Promise<string>): Promise<number> {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? '', 'http://localhost').searchParams.get('name') ?? '';
    response.end(JSON.stringify({ Parameter: { Value: await read(name) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
