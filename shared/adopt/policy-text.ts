import { Document, isMap, type Pair, type Scalar } from 'yaml';
import type { AdoptedDocument } from './translate.ts';

/** What each part of an adopted policy is, for somebody who sees one for the first time. */
const COMMENTS: Readonly<Record<string, string>> = {
  dryRun: ' Headcount decides and records, and changes nothing. Remove this line to let it resize the group.',
  provider: ' The group goes on launching and replacing its instances; Headcount decides how many there are.',
  capacity: " From the group's MinSize and MaxSize. The group's own bounds hold as well.",
  warmup: ' Seconds until a new worker counts in averages.',
  metrics: ' What is measured, by name.',
  rules: ' Each proposes a capacity; the largest proposal wins.',
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
