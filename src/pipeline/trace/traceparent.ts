/** What a `traceparent` says. */
export interface TraceParent {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly flags: number;
}

/** Version 00 of https://www.w3.org/TR/trace-context/#traceparent-header; ids of zeros only are invalid. */
const format = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a `traceparent`; undefined for what is malformed, which the specification wants ignored. */
export function parseTraceparent(text: string): TraceParent | undefined {
  const [, traceId, spanId, flags] = format.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}
