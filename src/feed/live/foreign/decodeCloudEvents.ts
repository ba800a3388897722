import type { Contract } from '../../../contract/model.ts';
import { recordRevision } from '../../record/recordRevision.ts';
import { beforeHeader, type DecodeRecord, headerText } from '../decodeRecord.ts';
import { parseRow } from '../parseRow.ts';
import { tellByKey } from './recordKey.ts';
import { decodeTold } from './Told.ts';

/** A topic that another pipeline fills in the form of Concordat's own, perhaps without revisions and without how a row was. */
export function decodeCloudEvents(contract: Contract): DecodeRecord {
  return decodeTold((record) => {
    const told = tellByKey(contract, record, record.value === null ? null : parseRow(record.value));
    const before = headerText(record, beforeHeader);
    const revision = recordRevision(record);
    return {
      ...told,
      before: before === undefined ? undefined : parseRow(Buffer.from(before)),
      revision: revision === undefined ? null : String(revision),
    };
  });
}
