import { until } from '../until.ts';

export interface EventsRequest {
  readonly token: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly lastEventId?: string | undefined;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
}

/** An event as a browser's EventSource would tell of it. */
export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: string;
}

/** An event stream as it is read, in the way of EventSource: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface Events {
  readonly response: Response;
  readonly events: readonly StreamEvent[];
  /** Comment lines so far. */
  readonly comments: () => number;
  readonly lastEventId: () => string;
  readonly hasEnded: () => boolean;
  /** Resolves when so many events have come, and gives their data, parsed. */
  readonly first: (count: number) => Promise<readonly unknown[]>;
  readonly ended: () => Promise<void>;
  readonly close: () => void;
}

function requestOf(url: string, request: EventsRequest): Request {
  const { token, query, variables, lastEventId, method = 'POST', headers = {} } = request;
  const all = {
    accept: 'text/event-stream',
    authorization: `Bearer ${token}`,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    ...headers,
  };
  if (method === 'GET') {
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) });
    return new Request(`${url}/graphql?${parameters.toString()}`, { headers: all });
  }
  return new Request(`${url}/graphql`, {
    method,
    headers: { 'content-type': 'application/json', ...all },
    body: JSON.stringify({ query, variables }),
  });
}

/** Opens an event stream and reads it; what is no event stream is left unread. */
export async function openEvents(url: string, request: EventsRequest): Promise<Events> {
  const control = new AbortController();
  const response = await fetch(requestOf(url, request), { signal: control.signal });
  const events: StreamEvent[] = [];
  let comments = 0;
  let lastEventId = '';
  let ended = false;

  const take = (block: string): void => {
    let type = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const at = line.indexOf(':');
      const [name, value] = [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')];
      if (name === '') comments += 1;
      else if (name === 'event') type = value;
      else if (name === 'data') data.push(value);
      else if (name === 'id') lastEventId = value;
      else throw new Error(`a line that is none of an event stream: ${line}`);
    }
    if (data.length > 0) events.push({ type, id: lastEventId, data: data.join('\n') });
  };
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) take(block);
      }
    } catch (error) {
      if (!control.signal.aborted && !(error instanceof TypeError)) throw error;
    } finally {
      ended = true;
    }
  };
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream && response.body !== null) void read(response.body);
  const explain = (): string => JSON.stringify({ status: response.status, events });
  return {
    response,
    events,
    comments: () => comments,
    lastEventId: () => lastEventId,
    hasEnded: () => ended,
    first: async (count) => {
      await until(`${count} events have come`, () => events.length >= count || ended, { explain });
      return events.slice(0, count).map(({ data }): unknown => (data === '' ? null : JSON.parse(data)));
    },
    ended: () => until('the stream has ended', () => ended, { explain }),
    close: () => {
      control.abort();
    },
  };
}
