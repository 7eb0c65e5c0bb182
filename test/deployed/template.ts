import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemplateFiles, templateFiles } from '../../infra/template/template.ts';
import { zipOf } from '../../infra/template/zip.ts';
import { synthesizedStage } from './synthesized.ts';

interface Assets {
  readonly files: Readonly<
    Record<string, { readonly displayName: string; readonly source: { readonly path: string } }>
  >;
}

/**
 * What `npm run template` writes, with the bundles of the stage that the tests share: bundling is slow, and bundles don't
 * depend on the stage.
 */
export async function bundledTemplate(context: Readonly<Record<string, unknown>>): Promise<TemplateFiles> {
  const folder = join(await synthesizedStage(), 'cdk.out');
  const { files } = JSON.parse(await readFile(join(folder, 'headcount-local.assets.json'), 'utf8')) as Assets;
  const bundles = new Map(
    Object.values(files).map(({ displayName, source }) => [functionIn(displayName), join(folder, source.path)]),
  );
  const zipped = (file: string) => {
    const name = file.replace(/-[0-9a-f]{16}\.zip$/, '');
    const bundle = bundles.get(name);
    if (bundle === undefined) throw new Error(`the shared stage has no function ${name}`);
    return zipOf(bundle);
  };
  const written = templateFiles({ ...context, 'aws:cdk:bundling-stacks': [] });
  return new Map([...written].map(([file, content]) => [file, file.endsWith('.zip') ? zipped(file) : content]));
}

/** `Headcount/OnAlarm/Function/Code` is `on-alarm`. */
const functionIn = (path: string): string =>
  (path.split('/').at(-3) ?? '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
