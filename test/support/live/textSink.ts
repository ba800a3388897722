import type { LiveSink } from '../../../src/feed/hub/LiveSink.ts';

/** Keeps the texts that it is sent, and always has room. */
export function textSink(): LiveSink & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    send: ({ text }) => {
      texts.push(text);
    },
    room: () => Promise.resolve(),
    end: () => undefined,
  };
}
