import type { Project } from '../../../src/contract/model.ts';
import { topicsOf } from '../../../src/pipeline/project/topicsOf.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { eventsTableName, isReferenceTable } from '../../../src/storage/plan/desiredTables.ts';
import { quoteName } from '../../../src/storage/quoteName.ts';

/**
 * I4: derived events that are neither applied (some row of the product names them as its source) nor parked, or both; empty where
 * inputs = applied + parked. For products that leave nothing knowingly alone.
 */
export async function countDifferences(session: Session, project: Project): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const product of project.products) {
    const tables = product.tables.filter((table) => !isReferenceTable(table));
    const applied = tables
      .map(
        ({ table }) =>
          `select source, partition, "offset" from ${quoteName(product.name, eventsTableName(table))}`,
      )
      .join(' union ');
    const found = await session.query<{ place: string; ways: number }>({
      text: `
        with way as (
          select source, partition, "offset" from raw.parked where product = $1
          union all select * from (${applied}) applied
        )
        select source || '/' || partition || '/' || "offset" as place, (
          select count(*)::int from way w where (w.source, w.partition, w."offset") = (e.source, e.partition, e."offset")
        ) as ways
        from raw.event e join pipeline.position d using (source, partition)
        where source = any ($2) and e."offset" < d.next_offset`,
      values: [product.name, topicsOf(product)],
    });
    differences.push(
      ...found.flatMap(({ place, ways }) =>
        ways === 1 ? [] : [`${product.name}: ${place} went ${ways} ways`],
      ),
    );
  }
  return differences;
}
