import type { Answer } from '../clinicGateway.ts';
import { toAnswer } from '../toAnswer.ts';
import { openRaw, RefusedUpgrade, type RawMessage } from './openRaw.ts';

export interface SocketQuestion {
  readonly query: string;
  readonly variables: unknown;
  readonly operationName: string | undefined;
}

/**
 * Asks one question over a socket of its own. There is no status on a socket: of a refused upgrade it is that of HTTP, of a result
 * (`next`) it is 200, and of an operation that was not executed (`error`) it is 400.
 */
export async function askOverSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  question: SocketQuestion,
): Promise<Answer> {
  try {
    const raw = await openRaw(url, { headers });
    try {
      await raw.init();
      raw.send({ id: '1', type: 'subscribe', payload: question });
      const message = await raw.heard('a result', ({ id, type }) => id === '1' && type !== 'complete');
      if (message.type === 'next')
        await raw.heard('complete', ({ id, type }) => id === '1' && type === 'complete');
      return await answerOf(message);
    } finally {
      raw.close();
    }
  } catch (error) {
    if (error instanceof RefusedUpgrade) return toAnswer(error.response);
    throw error;
  }
}

function answerOf({ type, payload }: RawMessage): Promise<Answer> {
  return type === 'next'
    ? toAnswer(new Response(JSON.stringify(payload), { status: 200 }))
    : toAnswer(new Response(JSON.stringify({ errors: payload }), { status: 400 }));
}
