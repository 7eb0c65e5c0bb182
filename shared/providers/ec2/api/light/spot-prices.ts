import { text } from '../../../../aws/query/xml.ts';
import { inChunks } from '../../../../model/index.ts';
import type { OperatingSystem, SpotPriceReader } from '../../../../prices/index.ts';
import { answerPage } from '../../../instances/answer.ts';
import { type Borrowed, ec2Call } from '../../../instances/call.ts';
import { codeOf } from '../../../instances/errors.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html */
const IN_HISTORY: Readonly<Record<OperatingSystem, string>> = {
  linux: 'Linux/UNIX',
  windows: 'Windows',
  rhel: 'Red Hat Enterprise Linux',
  suse: 'SUSE Linux',
};
const TYPES_PER_CALL = 100;

/** The current spot prices: a history that starts now has only the newest entry of each type and zone. */
export function spotPrices(borrowed: Borrowed, environment: NodeJS.ProcessEnv): SpotPriceReader {
  const call = ec2Call(borrowed, environment);
  return async (system, types, now) => {
    const found = new Map<string, Record<string, number>>();
    const read = async (some: readonly string[]): Promise<void> => {
      const asked = {
        ...Object.fromEntries(some.map((type, index) => [`InstanceType.${index + 1}`, type])),
        'ProductDescription.1': IN_HISTORY[system],
        StartTime: new Date(now).toISOString(),
        MaxResults: '1000',
      };
      let nextToken = '';
      do {
        const xml = await call('DescribeSpotPriceHistory', { ...asked, ...(nextToken && { NextToken: nextToken }) });
        const page = answerPage(xml, 'DescribeSpotPriceHistory', 'spotPriceHistorySet');
        for (const each of page.items) {
          const usd = Number(text(each, 'spotPrice'));
          const [type, zone] = [text(each, 'instanceType'), text(each, 'availabilityZone')];
          // Newest first: an entry that became old during the call comes after the current one.
          if (usd > 0) found.set(type, { [zone]: usd, ...found.get(type) });
        }
        nextToken = page.nextToken;
      } while (nextToken !== '');
    };
    for (const some of inChunks(types, TYPES_PER_CALL)) {
      try {
        await read(some);
      } catch (error) {
        if (!isOfAType(error)) throw error;
        // EC2 refuses the whole call because of one type that it does not know.
        for (const type of some)
          await read([type]).catch((cause) => (isOfAType(cause) ? undefined : Promise.reject(cause)));
      }
    }
    return found;
  };
}

const isOfAType = (error: unknown): boolean => /^Invalid/.test(codeOf(error));
