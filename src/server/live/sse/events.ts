/** Events of graphql-sse, see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md */
export const eventStream = 'text/event-stream; charset=utf-8';

/** Without data a browser's EventSource would not tell of it. */
export const completeEvent = 'event: complete\ndata:\n\n';

/** Says that somebody is there; clients do not tell of it. */
export const keepAliveComment = ':\n\n';

/** What ends each event. */
export const eventEnd = '\n\n';

/**
 * @param text - a GraphQL response as JSON, on one line
 * @param id - what a client sends back as `Last-Event-ID`
 */
export function nextEvent(text: string, id?: string): string {
  return `${nextEventStart(id)}${text}${eventEnd}`;
}

/** The same up to the response. */
export function nextEventStart(id?: string): string {
  return `event: next\n${id === undefined ? '' : idLine(id)}data: `;
}

/** A stream of one event, with a GraphQL response as JSON. */
export function wholeStream(text: string): string {
  return `${nextEvent(text.trimEnd())}${completeEvent}`;
}

/** Tells an id and nothing else: from where to go on when the connection is lost before the first event. */
export function idEvent(id: string): string {
  return `${idLine(id)}\n`;
}

function idLine(id: string): string {
  return `id: ${id}\n`;
}
