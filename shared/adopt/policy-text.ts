import { Document, isMap, type Pair, type Scalar } from 'yaml';
import type { AdoptedDocument } from './translate.ts';

/** Explains the parts of an adopted policy to readers who see a policy for the first time. */
const COMMENTS: Readonly<Record<string, string>> = {
  dryRun:
    ' Headcount records its decisions but does not resize the group. Remove this line to let it resize the group.',
  provider: ' The Auto Scaling group still launches and replaces its instances; Headcount sets its desired capacity.',
  capacity: " From the group's MinSize and MaxSize. The Auto Scaling group's own bounds still apply.",
  warmup: ' Seconds until averages include a new worker.',
  metrics: ' The metrics that the rules read, by name.',
  rules: ' Every rule proposes a capacity; the largest proposal wins.',
};

/** The policy as YAML, with comments; `remarks` become comments at its head. */
export function policyText(document: AdoptedDocument, origin: string, remarks: readonly string[]): string {
  const yaml = new Document(document);
  if (isMap(yaml.contents)) {
    for (const { key } of yaml.contents.items as Pair<Scalar<string>>[]) {
      const comment = COMMENTS[key.value];
      if (comment === undefined) continue;
      key.commentBefore = comment;
      key.spaceBefore = true;
    }
  }
  yaml.commentBefore = [` ${origin}`, ...remarks.map((remark) => ` - ${remark}`)].join('\n');
  return yaml.toString({ lineWidth: 100 });
}
