/** An answer without the trace ids of its request, for what must be equal but for them. */
export function untraced(text: string): string {
  return text.replaceAll(/"traceId":"[0-9a-f]{32}"/g, '"traceId":""');
}
