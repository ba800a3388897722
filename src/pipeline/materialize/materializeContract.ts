import type { Contract, Project, SqlFile } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { SqlStatement, Transaction } from '../../storage/Database.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { contractIndexes } from '../../storage/plan/desiredIndexes.ts';
import { quoteName, quoteNames, quoteText } from '../../storage/quoteName.ts';
import { selectedColumns } from '../../storage/plan/typeNames.ts';
import { analyzeRows } from '../scope/analyzeRows.ts';
import { movingSources } from '../../storage/plan/movingSources.ts';
import { reachStored, type StoredRows } from '../scope/reachStored.ts';
import type { Scope } from '../scope/Scope.ts';
import { traceChanges } from '../trace/traceChanges.ts';
import { comparedValue, rowAsJson, storedValue } from './columnExpressions.ts';
import type { Computation, Refused } from './Computation.ts';
import { computeRows } from './computeRows.ts';
import { contractColumns } from './contractColumns.ts';
import { isResettled } from './isResettled.ts';
import { leaveOutOversized } from './leaveOutOversized.ts';
import { recordSetAside } from './recordSetAside.ts';
import { refreshMaskedValues } from './refreshMaskedValues.ts';
import type { SetAside } from './SetAside.ts';
import { refuseOtherMaskKey, updateMaskedValues } from './updateMaskedValues.ts';

/** A contract version whose rows Concordat derives, other than one before an existing table. */
export type DerivedContract = Contract & { readonly sql: SqlFile };

const isDerived = (contract: Contract): contract is DerivedContract => contract.sql !== undefined;

/** The contract versions of a project that Concordat derives. */
export function derivedContracts({ contracts }: Project): readonly DerivedContract[] {
  return contracts.filter(isDerived);
}

/** What a derivation changed in a serving table. */
export interface ContractCounts {
  readonly contract: string;
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly setAside: readonly SetAside[];
  /** Rows of the SELECT that are in no table, as no change would find them: null in all that `@derivedFrom` goes by. */
  readonly unreached: number;
}

export interface MaterializeOptions {
  readonly maskKeys: MaskKeys;
  /** As `Computation` has it. */
  readonly refuses?: Refused | undefined;
}

type ChangeCounts = Pick<ContractCounts, 'inserted' | 'updated' | 'deleted'>;

function equalKeys(contract: Contract, left: string, right: string): string {
  return contract.key
    .map(({ column }) => `${quoteName(left, column)} = ${quoteName(right, column)}`)
    .join(' and ');
}

/**
 * The rows that differ, or that other exceptions are open about than before, each with the next revision of its key; the
 * count goes on where a deleted row left it. Their time is of the moment when the keys are locked, and so later than that of the
 * revision before: another batch may have made that one after this transaction began. Beside the key's the columns have names
 * that no field can have.
 */
function changedText(
  contract: Contract,
  columns: readonly DesiredColumn[],
  { from, values }: StoredRows,
): SqlStatement {
  const keys = contract.key.map(({ column }) => column);
  const first = quoteName(keys[0] ?? '');
  const either = (column: string): string => `coalesce(${quoteName('n', column)}, ${quoteName('o', column)})`;
  const compared = (alias: string): string =>
    columns.map((column) => comparedValue(alias, column)).join(', ');
  const text = `
    create temporary table changed on commit drop as
    select d.*, (select clock_timestamp()) as _changed_at, null::text collate "C" as _traceparent, 1 + greatest(d._old_revision, (
      select max(c.revision) from contract.change c where c.contract = ${quoteText(contract.id)} and c.key = d._row_key
    ), 0) as _new_revision
    from (
      select ${keys.map((column) => `${either(column)} as ${quoteName(column)}`).join(', ')},
        jsonb_build_array(${keys.map((column) => `${either(column)}::text`).join(', ')}) as _row_key,
        n.${first} is not null as _is_now, o.${first} is not null as _was_before, o._revision as _old_revision,
        case when n.${first} is not null then ${rowAsJson('n', columns, contract.fields)} end as _after,
        case when o.${first} is not null then ${rowAsJson('o', columns, contract.fields)} end as _before
      from computed n
      full join ${from} o on ${equalKeys(contract, 'n', 'o')}
      where n.${first} is null or o.${first} is null or (${compared('n')}) is distinct from (${compared('o')})
        or ${isResettled(contract, columns, 'n')}
    ) d`;
  return { text, values };
}

async function writeChanges(
  transaction: Transaction,
  contract: Contract,
  columns: readonly DesiredColumn[],
): Promise<ChangeCounts> {
  const table = quoteName(contract.serving.schema, contract.serving.table);
  const names = columns.map(({ name }) => name);
  const stored = columns.map((column) => storedValue('n', column));
  const sameAsChanged = equalKeys(contract, 'n', 'c');
  const assignments = columns.map(({ name }, index) => `${quoteName(name)} = ${stored[index] ?? ''}`);
  const [kinds] = await transaction.query<Record<'inserts' | 'updates' | 'deletes', number>>({
    text: `with change as (
        insert into contract.change (contract, key, revision, after, before, committed_at, traceparent)
        select $1, _row_key, _new_revision, _after, _before, _changed_at, _traceparent from changed order by _row_key
        returning id
      ), outbox as (
        insert into contract.outbox (contract, change_id) select $1, id from change
      )
      select count(*) filter (where _is_now and not _was_before)::int as inserts,
        count(*) filter (where _is_now and _was_before)::int as updates,
        count(*) filter (where not _is_now)::int as deletes
      from changed`,
    values: [contract.id],
  });
  const run = async (rows: number | undefined, text: string): Promise<number> =>
    rows === 0 ? 0 : await transaction.execute({ text });
  const deleted = await run(
    kinds?.deletes,
    `delete from ${table} t using changed c where not c._is_now and ${equalKeys(contract, 't', 'c')}`,
  );
  const updated = await run(
    kinds?.updates,
    `update ${table} t
      set ${assignments.join(', ')}, _revision = c._new_revision, _changed_at = c._changed_at
      from changed c join computed n on ${sameAsChanged}
      where c._is_now and c._was_before and ${equalKeys(contract, 't', 'c')}`,
  );
  const inserted = await run(
    kinds?.inserts,
    `insert into ${table} (${quoteNames([...names, '_revision', '_changed_at'])})
      select ${stored.join(', ')}, c._new_revision, c._changed_at
      from changed c join computed n on ${sameAsChanged}
      where c._is_now and not c._was_before
      order by ${contract.key.map(({ column }) => quoteName('n', column)).join(', ')}`,
  );
  return { inserted, updated, deleted };
}

/**
 * Recomputes a contract version whole, compares it with its serving table and writes what really differs: each with the next
 * revision of its key and one row in `contract.change`. What is equal is not touched, unless an exception about it was opened or
 * resolved in this transaction: then its settlement is another, and whoever follows the contract's changes must hear of it.
 *
 * @throws ConcordatError PROJECT_INVALID when the SELECT does not keep what the contract declares; see `computeRows`.
 */
export async function materializeContract(
  transaction: Transaction,
  contract: DerivedContract,
  project: Project,
  scope: Scope,
  { maskKeys, refuses = 'NONE' }: MaterializeOptions,
): Promise<ContractCounts> {
  if (scope.kind === 'TOUCHED') await refuseOtherMaskKey(transaction, contract, maskKeys);
  const selected = await selectedColumns(transaction, contract.sql.text);
  const columns = contractColumns(contract, selected);
  const table = quoteName(contract.serving.schema, contract.serving.table);
  const computation: Computation = {
    subject: `contract ${contract.id}`,
    table,
    answerable: contract.owner,
    sql: contract.sql,
    ...{ selected, columns, scope, refuses },
    reach: contract.derivedFrom.map(({ by }) => by),
    movingReach: movingSources(project, contract.derivedFrom).map(({ by }) => by),
    fields: contract.fields,
    key: contract.key,
    isServed: true,
    indexes: contractIndexes(contract).flatMap((index) => (index.kind === 'BTREE' ? [index.columns] : [])),
    types: (name) => contract.types.get(name) ?? project.sharedTypes.get(name),
  };
  const computed = await computeRows(transaction, computation);
  const stored = reachStored(computation, scope, computed.siblings !== undefined);
  const changed = await transaction.execute(changedText(contract, columns, stored));
  const oversized = changed === 0 ? 0 : await leaveOutOversized(transaction, contract, computation);
  const setAside = oversized > 0 || computed.hasAside ? await recordSetAside(transaction, computation) : [];
  let counts: ChangeCounts = { inserted: 0, updated: 0, deleted: 0 };
  if (changed > 0) {
    await analyzeRows(transaction, 'changed', changed);
    if (scope.kind === 'TOUCHED' && scope.isTraced) await traceChanges(transaction, contract, columns);
    counts = await writeChanges(transaction, contract, columns);
  }
  if (scope.kind === 'ALL') await refreshMaskedValues(transaction, contract, maskKeys);
  else if (changed > 0) await updateMaskedValues(transaction, contract, maskKeys, counts.deleted);
  await transaction.script('drop table if exists computed, changed, sibling');
  if (scope.kind === 'ALL') {
    await transaction.script(`analyze ${table}`);
    await transaction.execute({
      text: `insert into contract.state (contract) values ($1)
        on conflict (contract) do update set derived_at = excluded.derived_at`,
      values: [contract.id],
    });
  }
  return {
    contract: contract.id,
    rows: computed.rows - oversized,
    ...{ ...counts, setAside },
    unreached: computed.unreached,
  };
}
