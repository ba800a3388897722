import { objectType } from '../../../src/query/selection/planRow.ts';
import type { AnswerBudget } from '../../context/AnswerBudget.ts';
import { coveredAccess } from '../../context/coveredAccess.ts';
import type { PlannedSelection } from '../../context/createRowPlans.ts';
import type { NotedRead } from '../../context/NotedRead.ts';
import type { RequestContext } from '../../context/RequestContext.ts';
import type { ChangeEntry } from '../ChangeEntry.ts';
import { fieldShapes } from './fieldShapes.ts';
import { nodeWriter } from './nodeWriter.ts';
import { allDefined, type FieldWriter, writeFields } from './writeFields.ts';

/** A message as its subscribers are told it, and what they have read of it. */
export interface DirectMessage {
  readonly data: object;
  readonly read: readonly NotedRead[];
}

/**
 * Makes the message of a change as GraphQL would by the resolvers, at a fraction of the cost. Undefined where it takes more than the
 * change itself, or where there is an error to tell of: GraphQL is to execute the selection then, as if nothing had been.
 */
export type DirectChange = (entry: ChangeEntry, budget: AnswerBudget) => DirectMessage | undefined;

export type DirectContext = Pick<RequestContext, 'profile' | 'project' | 'maskKeys' | 'plans'>;

/** A change that is being written. */
export interface WrittenChange {
  readonly entry: ChangeEntry;
  readonly budget: AnswerBudget;
}

export interface EntryWriter extends FieldWriter<WrittenChange> {
  readonly read?: NotedRead;
}

/** @param selection - that of the root field */
export function createDirectChange(
  contractId: string,
  selection: PlannedSelection,
  context: DirectContext,
): DirectChange {
  const access = coveredAccess(context, contractId);
  const type = objectType(selection, `${access.contract.typeName}Change`);
  const writers = allDefined(
    fieldShapes(selection, type, selection.fieldNodes)?.map((shape): EntryWriter | undefined => {
      const { name, key, complete } = shape;
      if (name === 'node') return nodeWriter(access, shape, selection, context);
      return { key, write: ({ entry }) => complete(Reflect.get(entry, name)) };
    }),
  );
  if (writers === undefined) return () => undefined;
  const [root] = selection.fieldNodes;
  const rootKey = root?.alias?.value ?? root?.name.value ?? '';
  const read = writers.flatMap((writer) => writer.read ?? []);

  return (entry, budget) => {
    try {
      const message = writeFields(writers, { entry, budget });
      return message && { data: { [rootKey]: message }, read };
    } catch {
      // GraphQL's execution meets it again, and tells of it.
      return undefined;
    }
  };
}
