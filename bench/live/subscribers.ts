/**
 * Subscribers in a process of their own: raw sockets of graphql-transport-ws that count what comes. Told by its parent what to open;
 * tells it how much has come.
 */
import { WebSocket } from 'ws';
import { z } from 'zod';

const order = z.object({
  url: z.string(),
  token: z.string(),
  /** One `payload` of `subscribe` a socket. */
  payloads: z.array(z.unknown()),
});

/** Of so many at first all are looked at. */
const looked = 5_000;

let count = 0;
let sockets: WebSocket[] = [];
const latencies: number[] = [];

function tell(message: unknown): void {
  process.send?.(message);
}

async function open(url: string, token: string, payload: unknown): Promise<WebSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const ready = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      // "next" stands at a fixed distance behind the id, which is "1" here.
      const isNext = data.includes('"next"', 0) && !data.includes('"SNAPSHOT_COMPLETE"');
      if (isNext) {
        count += 1;
        // Of some only where many come, as looking costs time.
        if (count > looked && count % 64 !== 0) return;
        const at = /"committedAt":"([^"]+)"/.exec(data.toString('latin1').slice(-200))?.[1];
        if (at !== undefined) latencies.push(Date.now() - Date.parse(at));
      } else resolve();
    });
  });
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await ready;
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
  return socket;
}

process.on('message', (message) => {
  const parsed = order.safeParse(message);
  if (!parsed.success) {
    for (const socket of sockets) socket.terminate();
    sockets = [];
    count = 0;
    tell({ closed: true });
    return;
  }
  const { url, token, payloads } = parsed.data;
  void (async () => {
    for (let at = 0; at < payloads.length; at += 50) {
      const some = payloads.slice(at, at + 50);
      sockets.push(...(await Promise.all(some.map((payload) => open(url, token, payload)))));
    }
    tell({ opened: sockets.length });
  })();
});

setInterval(() => {
  tell({ count, latencies: latencies.splice(0) });
}, 5);
