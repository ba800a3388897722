import type { Project } from '../../contract/model.ts';
import { readParkedCounts } from '../../pipeline/parked/readParked.ts';
import type { Session } from '../../storage/Database.ts';

/** How many events each product of the project could not take, where there are some. */
export async function parkedByProduct(
  session: Session,
  { products }: Project,
): Promise<readonly { readonly product: string; readonly parked: number }[]> {
  const { reasons } = await readParkedCounts(session, {});
  return products.flatMap(({ name: product }) => {
    const own = reasons.filter((reason) => reason.product === product);
    return own.length === 0 ? [] : [{ product, parked: own.reduce((sum, { events }) => sum + events, 0) }];
  });
}
