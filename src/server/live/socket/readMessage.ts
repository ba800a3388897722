import {
  MessageType,
  parseMessage,
  type CompleteMessage,
  type ConnectionInitMessage,
  type PingMessage,
  type PongMessage,
  type SubscribeMessage,
} from 'graphql-ws';

export type ClientMessage =
  ConnectionInitMessage | PingMessage | PongMessage | SubscribeMessage | CompleteMessage;

/** A message that a client may send; undefined for anything else, also for what only a server may send. */
export function readMessage(text: string): ClientMessage | undefined {
  try {
    const message = parseMessage(text);
    switch (message.type) {
      case MessageType.ConnectionInit:
      case MessageType.Ping:
      case MessageType.Pong:
      case MessageType.Subscribe:
      case MessageType.Complete:
        return message;
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
