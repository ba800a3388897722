import type { Answer } from './clinicGateway.ts';

/** A response of the gateway, read. */
export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = JSON.parse(text) as Partial<Pick<Answer, 'data' | 'errors' | 'extensions'>>;
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data,
    errors: body.errors ?? [],
    codes: (body.errors ?? []).map(({ extensions }) => extensions['code']),
    extensions: body.extensions,
  };
}
