import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { CaseDocument, ReportDocument } from '../../shared/presentation/index.ts';
import { EVALUATED, RECORDED } from '../../shared/runtime/evaluation-log.ts';

/** Reads the evaluations that the deployed functions log. */
export class EvaluationLog {
  /** Cases in the logs so far; a stage records them only if it is configured to. */
  readonly cases: CaseDocument[] = [];
  readonly #client: CloudWatchLogsClient;
  readonly #logGroups: readonly string[];
  readonly #since: number;
  readonly #seen = new Set<string>();

  /** `since` in ms since the epoch: an emulator that ran before may hold the evaluations of an earlier demo. */
  constructor(client: CloudWatchLogsClient, logGroups: readonly string[], since: number) {
    this.#client = client;
    this.#logGroups = logGroups;
    this.#since = since;
  }

  /** Evaluations logged since the last call, oldest first. */
  async next(): Promise<ReportDocument[]> {
    const reports = (await Promise.all(this.#logGroups.map((group) => this.#newIn(group)))).flat();
    return reports.toSorted((earlier, later) => earlier.at - later.at);
  }

  async #newIn(logGroupName: string): Promise<ReportDocument[]> {
    const reports: ReportDocument[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#client.send(
        new FilterLogEventsCommand({ logGroupName, ...(nextToken ? { nextToken } : {}) }),
      );
      for (const { message, eventId } of page.events ?? []) {
        const key = eventId ?? `${logGroupName}${message}`;
        if (!message || this.#seen.has(key)) continue;
        this.#seen.add(key);
        const report = evaluationOf(message);
        if (report && report.at >= this.#since) reports.push(report);
        const recorded = caseOf(message);
        if (recorded && timeOf(recorded) >= this.#since) this.cases.push(recorded);
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return reports;
  }
}

/** The evaluation that a log line reports; `undefined` for any other line. */
export const evaluationOf = (line: string): ReportDocument | undefined => {
  const { message, evaluation } = fieldsOf(line);
  return message === EVALUATED ? evaluation : undefined;
};

/** The case that a log line holds; `undefined` for any other line. */
export const caseOf = (line: string): CaseDocument | undefined => {
  const { message, case: recorded } = fieldsOf(line);
  return message === RECORDED ? recorded : undefined;
};

const timeOf = ({ observation }: CaseDocument): number => new Date(observation.now).getTime();

interface Fields {
  readonly message?: string;
  readonly evaluation?: ReportDocument;
  readonly case?: CaseDocument;
}

/** Parses a line; an empty result for a line that is not JSON. */
function fieldsOf(line: string): Fields {
  const start = line.indexOf('{');
  if (start < 0) return {};
  try {
    return JSON.parse(line.slice(start)) as Fields;
  } catch {
    return {};
  }
}
