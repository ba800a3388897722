import type { TopicRecord } from '../kafka/TopicReader.ts';
import { originHeader } from './encodeChange.ts';

/** Which database published a record of a contract topic; undefined for a record that Concordat did not write. */
export function recordOrigin({ headers }: TopicRecord): string | undefined {
  return headers.find(({ key }) => key === originHeader)?.value?.toString('latin1');
}
