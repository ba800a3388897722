import { trace } from '@opentelemetry/api';
import type { Product, Project, Reconciliation } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Transaction } from '../../storage/Database.ts';
import { touchedRelation } from '../../storage/plan/captureTriggers.ts';
import {
  derivedContracts,
  materializeContract,
  type ContractCounts,
} from '../materialize/materializeContract.ts';
import type { ProductCounts } from '../project/ProductCounts.ts';
import { projectWindow } from '../project/projectWindow.ts';
import { createWorkTables } from '../project/workTables.ts';
import type { ReconciliationCounts } from '../reconcile/ReconciliationCounts.ts';
import { resolveAssertions } from '../reconcile/resolveAssertions.ts';
import { settleExceptions } from '../reconcile/settleExceptions.ts';
import { movingSources } from '../../storage/plan/movingSources.ts';
import { createResettled } from '../scope/resettled.ts';
import { widened } from '../scope/Scope.ts';
import { createTouched, readTouched, scopeOf } from '../scope/touched.ts';
import { inSpan } from '../trace/inSpan.ts';
import { linkTraces } from '../trace/linkTraces.ts';
import { traceEvents } from '../trace/traceEvents.ts';
import { lockKeys } from './lockKeys.ts';
import { tellLog } from './tellLog.ts';
import type { Window } from './Window.ts';

/** What a batch did. */
export interface BatchResult {
  readonly events: number;
  readonly products: readonly ProductCounts[];
  readonly reconciliations: readonly Pick<ReconciliationCounts, 'reconciliation' | 'setAside'>[];
  readonly contracts: readonly ContractCounts[];
  /** Why drift of these events could not be recorded, which stops nothing. */
  readonly driftFailure?: string;
}

/** The kind itself is what a statement gave, and so perhaps a value. */
function undeclaredKind({ name, exceptionsSql }: Reconciliation): string {
  return `reconciliation ${name} cannot be derived: it raises exceptions of a kind that is not declared (${exceptionsSql.file}).`;
}

export interface WindowOptions {
  readonly maskKeys: MaskKeys;
  /** Whose events they are; default all of the project's. */
  readonly products?: readonly Product[];
  /** Told before each product, reconciliation and contract: a long batch is not stuck. */
  readonly onTurn?: () => void;
}

/**
 * Derives the events of a window: products, and of reconciliations and contracts the rows that they really changed, with
 * changes and what is parked. All in the caller's transaction, which must see what others commit meanwhile (READ COMMITTED),
 * and which notes the position where there is one.
 *
 * @throws ConcordatError PROJECT_INVALID when the project's SQL fails or does not keep what is declared.
 */
export async function deriveWindow(
  transaction: Transaction,
  project: Project,
  window: Window,
  { maskKeys, products: of = project.products, onTurn }: WindowOptions,
): Promise<BatchResult> {
  await transaction.script(`${createTouched}; ${createResettled}; ${createWorkTables}`);
  const isTraced = await traceEvents(transaction, window);
  const span = trace.getActiveSpan();
  if (isTraced && span?.isRecording() === true) await linkTraces(transaction, span);
  const products: ProductCounts[] = [];
  for (const product of of) {
    onTurn?.();
    const counts = await inSpan(`project ${product.name}`, {}, () =>
      projectWindow(transaction, product, window),
    );
    if (counts !== undefined) products.push(counts);
  }
  const touched = new Map(await readTouched(transaction));
  const reconciliations: Pick<ReconciliationCounts, 'reconciliation' | 'setAside'>[] = [];
  for (const reconciliation of project.reconciliations) {
    const { name, derivedFrom } = reconciliation;
    const scope = scopeOf(derivedFrom, touched, isTraced);
    if (scope === undefined) continue;
    onTurn?.();
    const target = {
      id: `reconciliation ${name}`,
      key: reconciliation.key.map(({ column }) => column),
      derivedFrom: movingSources(project, derivedFrom),
      selects: [reconciliation.resolveSql.text, reconciliation.exceptionsSql.text],
    };
    await inSpan(`reconcile ${name}`, {}, async () => {
      await lockKeys(transaction, target, scope);
      const { setAside, siblings } = await tellLog(() =>
        resolveAssertions(transaction, reconciliation, project, scope),
      );
      reconciliations.push({ reconciliation: name, setAside });
      await tellLog(
        () => settleExceptions(transaction, reconciliation, project, widened(scope, siblings)),
        undeclaredKind(reconciliation),
      );
    });
    const relation = touchedRelation('reconciliation', name);
    for (const [noted, columns] of await readTouched(transaction, relation)) touched.set(noted, columns);
  }
  const contracts: ContractCounts[] = [];
  for (const contract of derivedContracts(project)) {
    const { id, derivedFrom } = contract;
    const scope = scopeOf(derivedFrom, touched, isTraced);
    if (scope === undefined) continue;
    onTurn?.();
    const target = {
      id: `contract ${id}`,
      key: contract.key.map(({ column }) => column),
      derivedFrom: movingSources(project, derivedFrom),
      selects: [contract.sql.text],
    };
    const counts = await inSpan(`materialize ${id}`, {}, async () => {
      await lockKeys(transaction, target, scope);
      return tellLog(() => materializeContract(transaction, contract, project, scope, { maskKeys }));
    });
    contracts.push(counts);
  }
  return {
    events: window.reduce((sum, { events }) => sum + events, 0),
    products,
    reconciliations,
    contracts,
  };
}
