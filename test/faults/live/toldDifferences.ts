import type { Session } from '../../../src/storage/Database.ts';
import type { Asked } from './LiveClient.ts';
import type { ClaimRow, Wanted } from './Wanted.ts';

interface LoggedChange {
  readonly claimId: string;
  readonly revision: string;
  readonly after: ClaimRow | null;
  readonly before: ClaimRow | null;
}

interface Expected {
  readonly revision: bigint;
  readonly kind: 'UPSERT' | 'DELETE';
  readonly paidAmount: string | undefined;
}

/** Every change that was made, by claim, in the order of its revisions. */
export async function readChanges(session: Session): Promise<ReadonlyMap<string, readonly LoggedChange[]>> {
  const rows = await session.query<LoggedChange>({
    text: `select key ->> 0 as "claimId", revision, after, before from contract.change
      where contract = 'settled_claim@1' order by revision`,
  });
  return Map.groupBy(rows, ({ claimId }) => claimId);
}

function expectedOf(changes: readonly LoggedChange[], { matches }: Wanted): readonly Expected[] {
  return changes.flatMap(({ revision, after, before }): Expected[] => {
    const at = { revision: BigInt(revision), paidAmount: after?.paidAmount };
    if (after !== null && matches(after)) return [{ ...at, kind: 'UPSERT' }];
    return before !== null && matches(before) ? [{ ...at, kind: 'DELETE', paidAmount: undefined }] : [];
  });
}

const textOf = ({ kind, revision, paidAmount }: Expected): string =>
  `${kind} ${revision} ${paidAmount ?? ''}`.trim();

/**
 * What a client was told otherwise than it should have been (I6): of each claim every change behind the snapshot that is one for
 * it, once, in order, with the value that it had.
 *
 * @param upTo - `END` for a client that was told everything, `SOME` for one that stopped at any moment
 */
export function toldDifferences(
  logged: ReadonlyMap<string, readonly LoggedChange[]>,
  { wanted, told: { snapshot, changes } }: Asked,
  upTo: 'END' | 'SOME',
): readonly string[] {
  const isAsExpected = (got: string, expected: string): boolean =>
    got === expected || (upTo === 'SOME' && (got === '' || expected.startsWith(`${got}\n`)));
  const told = Map.groupBy(changes, ({ key }) => String(key?.['claimId']));
  const differences: string[] = [];
  for (const claim of new Set([...logged.keys(), ...told.keys()])) {
    const expected = expectedOf(logged.get(claim) ?? [], wanted);
    const got = (told.get(claim) ?? []).map(({ kind, revision, node }) =>
      `${kind} ${revision ?? ''} ${typeof node?.['paidAmount'] === 'string' ? node['paidAmount'] : ''}`.trim(),
    );
    const from = snapshot.get(claim);
    const wholes = expected.map(textOf);
    // Of a claim that was not in the snapshot nobody knows how much had gone before; but it began with none of its rows there.
    const begins = expected.flatMap((_, at) => (at === 0 || expected[at - 1]?.kind === 'DELETE' ? [at] : []));
    const possible =
      from === undefined
        ? [...begins.map((at) => wholes.slice(at)), ...(expected.at(-1)?.kind === 'UPSERT' ? [] : [[]])]
        : [expected.filter(({ revision }) => revision > from).map(textOf)];
    if (!possible.some((one) => isAsExpected(got.join('\n'), one.join('\n')))) {
      differences.push(
        `${claim}, from ${String(from)}: told [${got.join(', ')}], expected [${(possible[0] ?? []).join(', ')}]`,
      );
    }
  }
  return differences;
}
