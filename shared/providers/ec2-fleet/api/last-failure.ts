import type { QueryCall } from '../../../aws/query/call.ts';
import { only, text } from '../../../aws/query/xml.ts';
import { answerPage } from '../../instances/answer.ts';
import { explained } from '../errors.ts';

const LOOKED_BACK_MS = 3_600_000;

/** The newest error of the last hour. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFleetHistory.html */
export async function lastFailure(call: QueryCall, id: string, now: number): Promise<string | null> {
  const StartTime = new Date(now - LOOKED_BACK_MS).toISOString();
  const xml = await explained(
    () => call('DescribeFleetHistory', { FleetId: id, EventType: 'service-error', StartTime }),
    [id],
  );
  const last = answerPage(xml, 'DescribeFleetHistory', 'historyRecordSet').items.at(-1);
  const event = only(last, 'eventInformation');
  return text(event, 'eventDescription') || text(event, 'eventSubType') || null;
}
