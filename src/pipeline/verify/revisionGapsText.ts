import type { Project } from '../../contract/model.ts';
import { quoteText } from '../../storage/quoteName.ts';
import { derivedContracts } from '../materialize/materializeContract.ts';
import { keyColumns } from './tableComparisons.ts';

/** How keys are told. */
export interface KeyExamples {
  /** Keys to name for each contract. */
  readonly examples: number;
  /** Tells keys also where they hold what is classified PERSONAL or RESTRICTED. */
  readonly allKeys: boolean;
}

/**
 * SELECT with a row `message` for each contract version of which some key's revisions have a gap in the change log that is not noted as
 * skipped: by changes that are gone, or by a row whose `_revision` somebody wrote by hand. Nothing in the database tells one from the
 * other, so that no rebuild may take it for right.
 */
export function revisionGapsText(project: Project, { examples, allKeys }: KeyExamples): string {
  const shown = derivedContracts(project)
    .filter(({ key }) => keyColumns(key, allKeys).every((column) => column.shown))
    .map(({ id }) => quoteText(id));
  return `
    select format('%s: the revisions of %s keys are not 1, 2, 3 … without a gap: %s. The change log has lost changes, or a row''s _revision was written by hand: '
      || 'restore contract.change from a backup, or note as skipped what never was (docs/operations.md, "Gaps in revisions").', contract, count(*),
      case when contract = any (array[${shown.join(', ')}]::text[])
        then array_to_string((array_agg(key::text order by key::text collate "C"))[:${examples}], ', ')
          || case when count(*) > ${examples} then format(' … and %s more', count(*) - ${examples}) else '' end
        else '(their keys are not shown)' end) as message
    from (
      select contract, key from contract.change group by contract, key
      having min(revision - skipped) <> 1 or max(revision) <> count(*) + sum(skipped)
    ) k group by contract order by contract`;
}
