import type { Project } from '../../contract/model.ts';
import { quoteText } from '../../storage/quoteName.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { Comparison } from './Comparison.ts';
import { keyColumns } from './tableComparisons.ts';

const known = (column: string) => ({ column, shown: true });

function textList(names: readonly string[]): string {
  return `array[${names.map(quoteText).join(', ')}]::text[]`;
}

/** What is parked for the project's products. */
function parked(project: Project): Comparison {
  const names = project.products.map(({ name }) => name);
  const text = `
    select product, source, partition::text collate "C" as partition, "offset"::text collate "C" as "offset", reason, owner
    from raw.parked where product = any (${textList(names)})`;
  return {
    table: 'raw.parked',
    key: ['product', 'source', 'partition', 'offset'].map(known),
    columns: ['reason', 'owner'],
    ...{ stored: text, derived: text },
  };
}

/** Rows of the project that are set aside, by their digests where keys are not told. */
function setAside({ contracts, reconciliations }: Project, allKeys: boolean): Comparison {
  const subjects = [
    ...contracts.map(({ id }) => `contract ${id}`),
    ...reconciliations.map(({ name }) => `reconciliation ${name}`),
  ];
  const text = `
    select subject, key_digest::text collate "C" as key_digest, key::text collate "C" as key, reason, owner
    from contract.set_aside where subject = any (${textList(subjects)})`;
  return {
    table: 'contract.set_aside',
    key: [known('subject'), known('key_digest'), { column: 'key', shown: allKeys }],
    columns: ['reason', 'owner'],
    ...{ stored: text, derived: text },
  };
}

/** Open exceptions, and by which values rows find them. Their ids and times are of when they came to be known. */
function exceptions(project: Project, allKeys: boolean): readonly Comparison[] {
  const names = textList(project.reconciliations.map(({ name }) => name));
  const open = `e.resolved_at is null and e.reconciliation = any (${names})`;
  const about = { column: 'subject', shown: allKeys };
  const rows = `
    select reconciliation, kind, subject::text collate "C" as subject, severity, owner, detail
    from reconciliation.exception e where ${open}`;
  const reach = `
    select r.reconciliation, e.kind, e.subject::text collate "C" as subject, r."column", r.value
    from reconciliation.exception_reach r join reconciliation.exception e on e.id = r.exception_id where ${open}`;
  return [
    {
      table: 'reconciliation.exception',
      key: [known('reconciliation'), known('kind'), about],
      columns: ['severity', 'owner', 'detail'],
      ...{ stored: rows, derived: rows },
    },
    {
      table: 'reconciliation.exception_reach',
      key: [
        known('reconciliation'),
        known('kind'),
        about,
        known('column'),
        { column: 'value', shown: allKeys },
      ],
      columns: [],
      ...{ stored: reach, derived: reach },
    },
  ];
}

/** The masked values of a contract's rows. */
export function maskedComparison(contract: DerivedContract, allKeys: boolean): Comparison {
  const text = `
    select field, purpose, key::text collate "C" as key, masked from contract.masked_value
    where contract = ${quoteText(contract.id)}`;
  const shown = keyColumns(contract.key, allKeys).every((column) => column.shown);
  return {
    table: `contract.masked_value of ${contract.id}`,
    key: [known('field'), known('purpose'), { column: 'key', shown }],
    columns: ['masked'],
    ...{ stored: text, derived: text },
  };
}

/** The platform's own tables of what was derived. */
export function platformComparisons(project: Project, allKeys: boolean): readonly Comparison[] {
  return [parked(project), setAside(project, allKeys), ...exceptions(project, allKeys)];
}
