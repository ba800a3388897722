/** What is to be done when a subscription has ended: go on from the cursor, begin with a snapshot, or give up. */
export type Next = 'GO_ON' | 'BEGIN_ANEW' | 'FORGET_AND_BEGIN_ANEW' | 'GIVE_UP';

/** See docs/live.md for what each code means. */
const ofCodes: Readonly<Record<string, Next>> = {
  SHUTTING_DOWN: 'GO_ON',
  SLOW_CONSUMER: 'GO_ON',
  // The client asks for a new token whenever it connects.
  TOKEN_EXPIRED: 'GO_ON',
  TOO_MANY_REQUESTS: 'GO_ON',
  DATABASE_UNAVAILABLE: 'GO_ON',
  FEED_UNAVAILABLE: 'GO_ON',
  KAFKA_UNAVAILABLE: 'GO_ON',
  STATEMENT_TIMEOUT: 'GO_ON',
  CONFIGURATION_INVALID: 'GO_ON',
  INTERNAL_SERVER_ERROR: 'GO_ON',
  CURSOR_EXPIRED: 'BEGIN_ANEW',
  CONTRACT_CHANGED: 'BEGIN_ANEW',
  // It may be another caller's by now, and so may the rows.
  CURSOR_INVALID: 'FORGET_AND_BEGIN_ANEW',
  // Another agreement shows other rows; without any the next attempt is refused for good.
  AGREEMENT_ENDED: 'FORGET_AND_BEGIN_ANEW',
};

/** After errors of GraphQL. */
export function nextAfterErrors(errors: readonly { readonly extensions?: unknown }[]): Next {
  const [first] = errors;
  const extensions = first?.extensions;
  const code: unknown =
    typeof extensions === 'object' && extensions !== null && 'code' in extensions
      ? extensions.code
      : undefined;
  return typeof code === 'string' && Object.hasOwn(ofCodes, code) ? (ofCodes[code] ?? 'GIVE_UP') : 'GIVE_UP';
}

/** After a socket was closed with this code; a wrong message or protocol is the program's own mistake, and stays one. */
export function nextAfterClose(code: number): Next {
  const isMistake = [4004, 4005, 4400, 4401, 4406, 4409, 4429].includes(code);
  return isMistake ? 'GIVE_UP' : 'GO_ON';
}
