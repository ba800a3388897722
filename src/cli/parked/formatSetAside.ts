import type { SetAsideRows } from '../../pipeline/materialize/readSetAside.ts';

/** A line a reason, with how many rows are in no table for it. Where there is none, nothing. */
export function formatSetAside(setAside: readonly SetAsideRows[]): readonly string[] {
  if (setAside.length === 0) return [];
  const total = setAside.reduce((sum, { rows }) => sum + rows, 0);
  return [
    `${total === 1 ? '1 row is' : `${total} rows are`} set aside, in no table until computed as declared (their keys are in contract.set_aside):`,
    ...setAside.map(
      ({ subject, reason, owner, rows, since }) =>
        `  ${rows}  ${subject}: ${reason} (owner ${owner}, since ${since})`,
    ),
    '',
  ];
}
