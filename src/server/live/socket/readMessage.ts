import {
  MessageType,
  parseMessage,
  type CompleteMessage,
  type ConnectionInitMessage,
  type PingMessage,
  type PongMessage,
  type SubscribeMessage,
} from 'graphql-ws';
import { isDeeperThan } from '../../limits/isDeeperThan.ts';

export type ClientMessage =
  ConnectionInitMessage | PingMessage | PongMessage | SubscribeMessage | CompleteMessage;

/** Characters of an operation's id: it is said with each message of the operation, and kept as long. */
const longestId = 256;

/** Levels of a ping's payload, which goes back with the pong. */
const deepestPing = 64;

/** A message that a client may send; undefined for anything else, also for what only a server may send. */
export function readMessage(text: string): ClientMessage | undefined {
  try {
    const message = parseMessage(text);
    switch (message.type) {
      case MessageType.ConnectionInit:
      case MessageType.Pong:
        return message;
      case MessageType.Ping:
        return isDeeperThan(message.payload, deepestPing) ? undefined : message;
      case MessageType.Subscribe:
      case MessageType.Complete:
        return message.id.length > longestId ? undefined : message;
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
