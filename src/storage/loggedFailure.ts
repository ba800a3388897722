import type { SqlFailure } from './SqlFailure.ts';
import { conditionOf } from './toConcordatError.ts';

/**
 * A message about a failed statement without PostgreSQL's words, which quote a value now and then (`relation "…" does not exist`, and
 * all that a function raises): instead of them it says what the SQLSTATE means, where that is known here. Undefined where the message
 * has them otherwise than once, as `…: <words> [<SQLSTATE>]…`.
 */
export function loggedFailure(message: string, { message: words, details }: SqlFailure): string | undefined {
  const { sqlState } = details;
  if (!message.includes(words)) return message.replace(/\.?$/, ` [${sqlState}].`);
  const said = `: ${words} [${sqlState}]`;
  const parts = message.split(said);
  const condition = conditionOf(sqlState);
  if (parts.length !== 2) return undefined;
  return parts.join(`${condition === undefined ? '' : `: ${condition}`} [${sqlState}]`);
}
