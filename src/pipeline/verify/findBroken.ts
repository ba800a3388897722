import type { Project } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';
import { missingEventsText } from './missingEventsText.ts';
import { revisionGapsText, type KeyExamples } from './revisionGapsText.ts';
import type { BrokenRule } from './VerifyResult.ts';

interface Rule {
  readonly rule: BrokenRule['rule'];
  /** Gives a row `message` for each place where it is broken. */
  readonly text: string;
}

const rulesOf = (project: Project, keys: KeyExamples): readonly Rule[] => [
  {
    rule: 'POSITION',
    text: `
      select format('Raw holds events of %s/%s beyond raw.position.', e.source, e.partition) as message
      from (select source, partition, max("offset") as last from raw.event group by source, partition) e
      left join raw.position p using (source, partition)
      where e.last >= coalesce(p.next_offset, 0) order by 1`,
  },
  {
    rule: 'POSITION',
    text: `
      select format('%s/%s is derived up to offset %s, and raw has it up to %s.', d.source, d.partition, d.next_offset,
        coalesce(r.next_offset, 0)) as message
      from pipeline.position d left join raw.position r using (source, partition)
      where d.next_offset > coalesce(r.next_offset, 0) order by 1`,
  },
  { rule: 'RAW', text: missingEventsText(project) },
  { rule: 'REVISION', text: revisionGapsText(project, keys) },
  {
    rule: 'OUTBOX',
    text: `
      select format('The outbox names %s changes that are not in contract.change.', count(*)) as message
      from contract.outbox o where not exists (select from contract.change c where c.id = o.change_id and c.contract = o.contract)
      having count(*) > 0`,
  },
];

/** The rules that what is stored breaks by itself. */
export async function findBroken(
  session: Session,
  project: Project,
  { examples = 5, allKeys = false }: Partial<KeyExamples> = {},
): Promise<readonly BrokenRule[]> {
  const broken: BrokenRule[] = [];
  for (const { rule, text } of rulesOf(project, { examples, allKeys })) {
    const rows = await session.query<{ message: string }>({ text });
    broken.push(...rows.map(({ message }) => ({ rule, message })));
  }
  return broken;
}
