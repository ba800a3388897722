import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { until } from '../until.ts';

/** A connection that was upgraded by hand, for frames that no client would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** What the gateway answered to the request for an upgrade. */
  readonly head: string;
  /** Code of the frame with which the gateway closed, when it has. */
  readonly closeCode: () => number | undefined;
  readonly isClosed: () => boolean;
  /** Resolves when the gateway has sent a close frame or closed the connection. */
  readonly ended: () => Promise<number | undefined>;
}

export interface Frame {
  readonly opcode: number;
  readonly isLast?: boolean;
  readonly isCompressed?: boolean;
  readonly payload?: Buffer;
  /** The length that it says it has; the payload's when absent. */
  readonly length?: number;
}

/** A frame of a client (RFC 6455, section 5.2), under a mask that changes nothing. */
export function frameOf({ opcode, isLast = true, isCompressed = false, payload, length }: Frame): Buffer {
  const bytes = payload ?? Buffer.of();
  const size = length ?? bytes.length;
  const first = (isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode;
  const head = size < 126 ? Buffer.alloc(2) : size < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head.writeUInt8(first, 0);
  if (size < 126) head.writeUInt8(0x80 | size, 1);
  else if (size < 65_536) {
    head.writeUInt8(0x80 | 126, 1);
    head.writeUInt16BE(size, 2);
  } else {
    head.writeUInt8(0x80 | 127, 1);
    head.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([head, Buffer.alloc(4), bytes]);
}

export function textFrame(message: unknown): Buffer {
  return frameOf({ opcode: 1, payload: Buffer.from(JSON.stringify(message)) });
}

/** The code of the close frame that ends what came; undefined where there is none. */
function closeCodeIn(bytes: Buffer): number | undefined {
  for (let at = 0; at + 1 < bytes.length;) {
    const opcode = bytes.readUInt8(at) & 0x0f;
    const short = bytes.readUInt8(at + 1) & 0x7f;
    const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + headBytes > bytes.length) return undefined;
    const size =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    if (opcode === 8 && at + headBytes + 2 <= bytes.length) return bytes.readUInt16BE(at + headBytes);
    at += headBytes + size;
  }
  return undefined;
}

/** Upgrades a connection to a socket; what comes is not read when `reads` is false. */
export async function upgradeByHand(
  url: string,
  headers: Readonly<Record<string, string>>,
  { reads = true }: { readonly reads?: boolean } = {},
): Promise<RawConnection> {
  const { port, hostname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const all = {
    ...{ Host: host, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /graphql HTTP/1.1\r\n${lines.join('')}\r\n`);
  let bytes = Buffer.of();
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  const collect = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
  };
  socket.on('data', collect);
  await until('the request for an upgrade is answered', () => isClosed || bytes.includes('\r\n\r\n'), {
    pollMs: 5,
  });
  const end = bytes.indexOf('\r\n\r\n') + 4;
  const head = bytes.subarray(0, end).toString('latin1');
  if (!reads) {
    socket.off('data', collect);
    socket.pause();
  }
  const closeCode = (): number | undefined => closeCodeIn(bytes.subarray(end));
  return {
    ...{ socket, head, closeCode },
    isClosed: () => isClosed,
    ended: async () => {
      await until('the gateway closes', () => isClosed || closeCode() !== undefined, { pollMs: 10 });
      return closeCode();
    },
  };
}
