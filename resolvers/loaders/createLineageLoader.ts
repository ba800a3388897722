import DataLoader from 'dataloader';
import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import { visibleLineagePaths } from '../../src/query/selection/visibleLineagePaths.ts';
import {
  lineageStatement,
  type LineagePath,
  type LineageRow,
} from '../../src/query/statements/lineageStatement.ts';
import { textName } from '../../src/query/statements/ReadColumns.ts';
import type { Session } from '../../src/storage/Database.ts';
import type { AnswerBudget } from '../context/AnswerBudget.ts';
import { createTurns } from '../context/createTurns.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import { lineageEntries, type RowLineage } from './lineageEntries.ts';

export type LineageLoader = (row: ContractRow) => Promise<readonly RowLineage[]>;

interface LineageServices {
  readonly database: Session;
  readonly project: Project;
  readonly profile: AccessProfile;
  readonly maskKeys: MaskKeys;
  readonly budget: AnswerBudget;
}

interface Step {
  readonly path: LineagePath;
  /** The row's value from which the path starts; null leads nowhere. */
  readonly value: string | null;
}

/** Reads the lineage of rows, all that are asked for at the same moment in one statement a path to a product table. */
export function createLineageLoader(services: LineageServices): LineageLoader {
  const { database, project, profile, maskKeys, budget } = services;
  const turn = createTurns();
  const loader = new DataLoader<ContractRow, () => readonly RowLineage[], string>(
    async (rows) => {
      const steps = rows.map((row) => stepsOf(row, project));
      const byPath = Map.groupBy(steps.flat(), ({ path }) => pathText(path));
      const read = new Map(
        await Promise.all(
          Array.from(byPath, async ([text, group]): Promise<[string, Map<string, LineageRow[]>]> => {
            const values = new Set(group.flatMap(({ value }) => (value === null ? [] : [value])));
            const path = group[0]?.path;
            const found =
              path === undefined || values.size === 0
                ? []
                : await database.query<LineageRow>(
                    lineageStatement(path, [...values], budget.rowsBehindLeft() + 1),
                  );
            budget.chargeRowsBehind(found.length);
            return [text, Map.groupBy(found, ({ _from }) => _from)];
          }),
        ),
      );
      return rows.map(({ access }, index) =>
        once(() => {
          const entries = (steps[index] ?? []).flatMap(({ path, value }) => {
            const found = read.get(pathText(path))?.get(value ?? '') ?? [];
            return value === null ? [] : lineageEntries(found, { access, path, profile, maskKeys });
          });
          // Two paths may lead to one product row.
          return [
            ...new Map(
              entries.map((entry) => [JSON.stringify([entry.product, entry.identity]), entry]),
            ).values(),
          ];
        }),
      );
    },
    { cacheKeyFn: ({ access, key }) => JSON.stringify([access.contract.id, key]) },
  );
  return async (row) => {
    const entriesOf = await loader.load(row);
    await turn();
    budget.assertLeft();
    return entriesOf();
  };
}

/** What is made when it is first asked for, and kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function stepsOf({ access, columns }: ContractRow, project: Project): Step[] {
  return visibleLineagePaths(access, project).map((path) => {
    const value = columns[textName(path.from)];
    return { path, value: typeof value === 'string' ? value : null };
  });
}

/** Paths of two contracts to one table are read together, where both may show the same of its rows. */
function pathText({ table, from, by, via, within = [] }: LineagePath): string {
  return JSON.stringify([table.product, table.table, via === undefined ? by : from, by, via ?? null, within]);
}
