import { Document, isMap, type Pair, type Scalar } from 'yaml';
import type { Adopted } from './translate.ts';

/** Explains the parts of an adopted policy to readers who see a policy for the first time. */
const COMMENTS: Readonly<Record<string, string>> = {
  dryRun:
    ' Headcount records its decisions but does not resize the group. Remove this line to let it resize the group.',
  warmup: ' Seconds until averages include a new worker.',
  metrics: ' The metrics that the rules read, by name.',
  rules: ' Every rule proposes a capacity; the largest proposal wins.',
};

/** The policy as YAML, with comments; `remarks` become comments at its head. */
export function policyText(
  { document, comments: own }: Pick<Adopted, 'document' | 'comments'>,
  origin: string,
  remarks: readonly string[],
): string {
  const yaml = new Document(document);
  const comments: Readonly<Record<string, string>> = { ...COMMENTS, ...own };
  if (isMap(yaml.contents)) {
    for (const { key } of yaml.contents.items as Pair<Scalar<string>>[]) {
      const comment = comments[key.value];
      if (comment === undefined) continue;
      key.commentBefore = comment;
      key.spaceBefore = true;
    }
  }
  yaml.commentBefore = [` ${origin}`, ...remarks.map((remark) => ` - ${remark}`)].join('\n');
  return yaml.toString({ lineWidth: 100 });
}
