import type { DevelopmentCaller } from '../../development/DevelopmentCaller.ts';

/** The callers that one may pose as, or nothing in production, where the endpoint does not exist. */
export async function fetchCallers(): Promise<readonly DevelopmentCaller[] | undefined> {
  const response = await fetch('/development/callers');
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
  const body = (await response.json()) as { readonly callers: readonly DevelopmentCaller[] };
  return body.callers;
}

/** A token of the development key for a consumer and a purpose. */
export async function fetchToken(request: {
  readonly consumer: string;
  readonly purpose: string;
  readonly claims: Readonly<Record<string, string>>;
}): Promise<string> {
  const response = await fetch('/development/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = (await response.json()) as {
    readonly token?: string;
    readonly errors?: readonly { readonly message: string }[];
  };
  if (body.token === undefined)
    throw new Error(body.errors?.[0]?.message ?? `The gateway answered ${response.status}.`);
  return body.token;
}
