import { Elements, isoTime, printXml, type Xml } from '../../query/xml.ts';
import type { Tags, Volume } from '../model.ts';

export { Elements, isoTime, printXml, type Xml };

export const tagSet = (tags: Tags): Xml => [...tags].map(([key, value]) => ({ key, value }));

export const volumeXml = ({ device, encrypted, key, gib }: Volume): Xml => ({
  deviceName: device,
  ebs: { encrypted, kmsKeyId: key, volumeSize: gib },
});
