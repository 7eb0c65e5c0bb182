import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { EvaluationReport } from '../../shared/evaluation/index.ts';
import { EVALUATED } from '../../shared/runtime/logger.ts';

/** Follows what the deployed functions log of their evaluations. */
export class EvaluationLog {
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

  /** Evaluations that have been logged since the last call, oldest first. */
  async next(): Promise<EvaluationReport[]> {
    const reports = (await Promise.all(this.#logGroups.map((group) => this.#newIn(group)))).flat();
    return reports.toSorted((earlier, later) => earlier.at - later.at);
  }

  async #newIn(logGroupName: string): Promise<EvaluationReport[]> {
    const reports: EvaluationReport[] = [];
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
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return reports;
  }
}

/** The evaluation that a log line tells of; `undefined` for any other line. */
export function evaluationOf(line: string): EvaluationReport | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const { message, evaluation } = JSON.parse(line.slice(start)) as {
      message?: string;
      evaluation?: EvaluationReport;
    };
    return message === EVALUATED ? evaluation : undefined;
  } catch {
    return undefined;
  }
}
