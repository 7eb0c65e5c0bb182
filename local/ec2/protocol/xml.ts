import { Elements, isoTime, printXml, type Xml } from '../../query/xml.ts';
import type { Tags } from '../model.ts';

export { Elements, isoTime, printXml, type Xml };

export const tagSet = (tags: Tags): Xml => [...tags].map(([key, value]) => ({ key, value }));
