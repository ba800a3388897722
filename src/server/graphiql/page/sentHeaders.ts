import type { Identity } from './Identity.ts';

/** Says as whom a request asks. Headers typed into the editor win over the bar's, whatever the case of their names. */
export function sentHeaders(
  identity: Identity | undefined,
  typed: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const headers = new Headers();
  if (identity !== undefined) headers.set('authorization', `Bearer ${identity.token}`);
  if (identity !== undefined && identity.purpose !== '') headers.set('x-concordat-purpose', identity.purpose);
  for (const [name, value] of Object.entries(typed)) headers.set(name, String(value));
  return Object.fromEntries(headers);
}
