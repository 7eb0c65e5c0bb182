import { createHash } from 'node:crypto';
import { hoursText, poolText, type Row } from '../comparison/index.ts';
import type { PastReport } from '../operations/index.ts';
import type { PageData } from './data.ts';
import { documentOf } from './document.ts';
import { escaped, scriptJson } from './escape.ts';
import { activitiesSection, groupsSection, incidentsSection, pastFigures, pastLead } from './past-text.ts';
import { decisionNotes } from './record/decision-notes.ts';
import { pastData } from './record/past.ts';
import { pageNotices, pageScript } from './script.ts';
import { comparisonTable, figuresList, leadOf, notesOf, periodText, summaryOf } from './text.ts';

/** Texts of the page. They are escaped, so markup in them has no effect. */
export interface PageText {
  /** Name of the group. */
  readonly title: string;
  /** The policies and the demand. */
  readonly about: string;
  /** In the order of the plays. */
  readonly rows: readonly Row[];
  /** Scored hours. */
  readonly hours: number;
  /** The main result in one or two sentences. Default: a summary of the first row. */
  readonly lead?: string;
  /** A limit that made the figures worse, as a sentence of the summary. */
  readonly limit?: string | null;
  /** What the reader must know of the figures, in sentences. */
  readonly notes?: readonly string[];
  /** What a rollout would take, as a sentence. */
  readonly rollout?: string | undefined;
  /** The file with every step of the policy. */
  readonly trajectory?: string | undefined;
}

/** The page of a replay as HTML. */
export function pageOf(text: PageText, data: PageData): string {
  return htmlOf(
    {
      title: `${text.title}: simulation`,
      heading: text.title,
      about: `${text.about} · ${periodText(data)}, ${hoursText(text.hours)} h scored`,
      lead: text.lead ?? leadOf(text.rows, data, text.limit ?? null),
      notes: text.notes ?? [],
      figures: figuresList(text, data),
      description: summaryOf(text, data),
      chartNotes: notesOf(data, text.rows),
      decisionNotes: decisionNotes(data, text.trajectory),
      sections: `<section aria-labelledby="comparison">
<h2 id="comparison">Comparison</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="comparison">
${comparisonTable(text.rows, data)}
</div>
<p class="note">Optimum: perfect foresight, with nothing lost or late. × equal loss: times an optimum that may lose what the policy may lose, or what was lost if that is more. Under and over: the share of time with fewer, or more, ready workers than needed.</p>
${smallNotes(poolText(text.rows))}</section>
${rolloutSection(text.rollout)}`,
      footer: 'The model and its limits: docs/reference/simulation.md. ',
    },
    data,
  );
}

/** The page of what really happened, to one group or several, as HTML. */
export function pastPageOf(report: PastReport, { stage }: { readonly stage: string }): string {
  const data = pastData(report);
  const [first, ...others] = report.groups;
  const title = first && others.length === 0 ? first.group : `${report.groups.length} groups`;
  const omitted = report.groups.length - data.plays.length;
  const drawn = omitted > 0 && data.plays.length > 1 ? ` The chart shows the ${data.plays.length} largest.` : '';
  return htmlOf(
    {
      title: `${title}: what happened`,
      heading: title,
      about: `what happened, stage ${stage} · ${periodText(data)}`,
      lead: `${pastLead(report)}${drawn}`,
      figures: others.length === 0 ? pastFigures(report) : '',
      description: `Ready and desired workers of ${title}, ${periodText(data)}; below them, the metrics and workers in other states. The decisions and activities are below the chart.`,
      notes: [],
      chartNotes: notesOf(data),
      decisionNotes: decisionNotes(data),
      sections: [
        ...(others.length > 0 ? [groupsSection(report)] : []),
        activitiesSection(report),
        incidentsSection(report),
      ].join('\n'),
      footer: 'From the records of evaluations: docs/reference/history.md. ',
    },
    data,
  );
}

interface PageParts {
  readonly title: string;
  readonly heading: string;
  readonly about: string;
  readonly lead: string;
  /** The parts below are HTML. */
  readonly figures: string;
  readonly sections: string;
  readonly description: string;
  readonly footer: string;
  /** As text: of the whole page, of its chart, and of its decisions. */
  readonly notes: readonly string[];
  readonly chartNotes: readonly string[];
  readonly decisionNotes: readonly string[];
}

const rolloutSection = (prediction: string | undefined): string =>
  prediction === undefined
    ? ''
    : `<section aria-labelledby="rollout">
<h2 id="rollout">Rollout</h2>
<p>${escaped(prediction)}</p>
</section>`;

const smallNotes = (notes: readonly string[]): string =>
  notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('\n');

function htmlOf(parts: PageParts, data: PageData): string {
  const { title, heading, about, lead, figures, sections, description, footer } = parts;
  const script = `/*! ${pageNotices().replaceAll('*/', '* /')} */\n${pageScript()}`;
  const hash = createHash('sha256').update(script).digest('base64');
  // Only this script may run and nothing may be fetched, even if markup was injected into the page.
  const allowed = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  const body = `<main>
<h1>${escaped(heading)}</h1>
<p class="about">${escaped(about)}</p>
<p class="lead">${escaped(lead)}</p>
${parts.notes.length > 0 ? `<div class="notes">${parts.notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}</div>` : ''}
${figures}
<section aria-labelledby="over-time">
<h2 id="over-time">Over time</h2>
<noscript><style>.bar, #decisions-section { display: none }</style><p>The chart needs JavaScript. The figures are in the table below.</p></noscript>
<div class="bar"><div id="legend" role="group" aria-label="Lines"></div><div id="zoom" role="group" aria-label="Zoom"></div></div>
<div id="chart" data-description="${escaped(description)}"></div>
${smallNotes(parts.chartNotes)}
</section>
<section aria-labelledby="decisions" id="decisions-section">
<h2 id="decisions">Decisions</h2>
<div class="bar"><div><select id="filter" aria-label="Which decisions"></select></div><div><button type="button" id="before">← Previous</button><button type="button" id="after">Next →</button><span class="note" id="place"></span></div></div>
<div id="decision" aria-live="polite"><p class="note">Point at a ▲, ▼ or ◇ in the chart, tap it, or step through them here: each shows what every step of the decision proposed.</p></div>
${smallNotes(parts.decisionNotes)}
</section>
${sections}
</main>
<footer><p>Made by <code>headcount</code>. All times are UTC. ${footer}Drawn with Apache ECharts.</p></footer>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script>${script}</script>`;
  return documentOf({ title, allowed, body });
}
