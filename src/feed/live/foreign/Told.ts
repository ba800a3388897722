import type { RowValues } from '../../../query/where/matchesCondition.ts';
import type { TopicRecord } from '../../kafka/TopicReader.ts';
import type { DecodeRecord } from '../decodeRecord.ts';
import type { FeedChange } from '../FeedChange.ts';
import { markOf } from '../markOf.ts';
import { recordMoment } from '../../record/recordMoment.ts';
import { recordBytes } from '../recordBytes.ts';

/** What a record of another pipeline tells. */
export type Told = Pick<FeedChange, 'row' | 'before'> & {
  /** Undefined where it does not say which row it is about; then it says nothing else either. */
  readonly key: RowValues | undefined;
  readonly revision?: string | null;
};

/** Of a record that cannot be read. */
export function unreadable(key?: RowValues): Told {
  return { key, row: undefined, before: undefined };
}

/** @param tell - gives undefined for a record that tells of no row */
export function decodeTold(tell: (record: TopicRecord, partition: number) => Told | undefined): DecodeRecord {
  return (partition, record) => {
    const told = tell(record, partition);
    if (told === undefined) return undefined;
    const { key, row, before, revision = null } = told.key === undefined ? unreadable({}) : told;
    return {
      ...{ partition, offset: record.offset, key: key ?? {}, before, revision },
      row: row ? { ...row, ...key } : row,
      committedAt: recordMoment(record),
      mark: markOf(record),
      bytes: recordBytes(record),
    };
  };
}
