import type { Reason, Render } from './reason.ts';

interface Silent {
  readonly rules: readonly string[];
  readonly causes?: readonly Reason[];
}

/** Rules without data. Most rules have the name of their metric. If another metric has no data, the cause names it. */
export const silentText = ({ rules, causes = [] }: Silent, { brief }: Pick<Render, 'brief'>): string =>
  rules
    .map((rule, index) => {
      const cause = causes[index];
      return cause === undefined || cause.params['metric'] === rule ? rule : `${rule} (${brief(cause)})`;
    })
    .join(', ');

/** Why the metrics have no data, as sentences that follow: `. cpu: its newest datapoint is 301 s old, …`. */
export function silentDetails({ causes = [] }: Pick<Silent, 'causes'>, sentence: Render): string {
  const details = causes.flatMap((cause) => {
    const [text, brief] = [sentence(cause), sentence.brief(cause)];
    return text !== brief && text.startsWith(brief) ? `. ${cause.params['metric']}${text.slice(brief.length)}` : [];
  });
  return [...new Set(details)].join('');
}
