/* eslint-disable no-restricted-syntax -- what a CommonJS module exports is its default. */
// What kafkajs has and does not publish. It has no way to read partitions without a consumer group, which takes seconds to join,
// leaves a group on the broker for each process, and resets positions by itself. Its last release is of 2023; that of the lock file.
declare module 'kafkajs/src/cluster/index.js' {
  import type { ISocketFactory, KafkaConfig, Logger } from 'kafkajs';

  export interface FetchRequest {
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }[];
    }[];
  }

  /** A request with the reading of its response. */
  export interface ProtocolRequest<Data> {
    readonly request: unknown;
    readonly response: {
      readonly decode: (raw: Buffer) => Promise<Data>;
      readonly parse: (data: Data) => Promise<Data>;
    };
  }

  export interface FetchBroker {
    /** By the number of a request which forms of it the broker knows; null before it was asked. */
    readonly versions: Readonly<Partial<Record<number, { readonly maxVersion: number }>>> | null;
    readonly connectionPool: {
      send<Data>(request: ProtocolRequest<Data>): Promise<Data>;
    };
  }

  export interface TopicsMetadata {
    readonly topicMetadata: readonly {
      readonly topicErrorCode: number;
      readonly topic: string;
      readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
    }[];
  }

  export interface ClusterOptions extends Pick<
    KafkaConfig,
    'ssl' | 'sasl' | 'clientId' | 'connectionTimeout' | 'requestTimeout' | 'enforceRequestTimeout' | 'retry'
  > {
    readonly brokers: string[];
    readonly logger: Logger;
    readonly socketFactory: ISocketFactory;
    readonly metadataMaxAge: number;
    readonly allowAutoTopicCreation: boolean;
    readonly maxInFlightRequests: number | null;
    readonly isolationLevel: number;
  }

  export default class Cluster {
    constructor(options: ClusterOptions);
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    /** Null where every broker that was asked failed; why it drops. */
    metadata(request: { topics: string[] }): Promise<TopicsMetadata | null>;
    /** Of all topics, as no target topics are named to it. */
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
    findBroker(node: { nodeId: string }): Promise<FetchBroker>;
    fetchTopicsOffset(
      topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number }[];
        readonly fromBeginning: boolean;
      }[],
    ): Promise<
      {
        readonly topic: string;
        readonly partitions: { readonly partition: number; readonly offset: string }[];
      }[]
    >;
  }
}

declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  import type { DecodedHeader } from 'kafkajs/src/protocol/decoder.js';

  /** With the mended decoder of headers (installFixes). */
  export interface DecodedRecord {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    /** Forms older than Kafka 0.11 have none of what follows. */
    readonly headers?: readonly DecodedHeader[];
    readonly isControlRecord?: boolean;
    readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
  }

  /** Reads one batch, whatever its checksum. */
  export default function decodeBatch(
    decoder: Decoder,
  ): Promise<{ readonly records: readonly DecodedRecord[] }>;
}

declare module 'kafkajs/src/protocol/messageSet/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  import type { DecodedRecord } from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';

  /** Reads what is older than Kafka 0.11. */
  export default function decodeMessageSet(
    decoder: Decoder,
    bytes: number,
  ): Promise<readonly DecodedRecord[]>;
}

declare module 'kafkajs/src/protocol/requests/createTopics/v3/response.js' {
  interface CreatedTopics {
    readonly topicErrors: readonly { readonly topic: string; readonly errorMessage: string | null }[];
  }

  const response: {
    /** Throws where a topic was not made. */
    parse: (data: CreatedTopics) => Promise<CreatedTopics>;
  };
  export default response;
}

declare module 'kafkajs/src/protocol/error.js' {
  /** The error of a number that a broker answered. */
  export function createErrorFromCode(code: number): Error;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  import type { ISocketFactory } from 'kafkajs';

  export default function socketFactory(): ISocketFactory;
}

declare module 'kafkajs/src/broker/index.js' {
  import type { Logger } from 'kafkajs';
  import type { ProtocolRequest, TopicsMetadata } from 'kafkajs/src/cluster/index.js';

  type Lookup = (
    key: number,
    forms: { readonly protocol: (of: { readonly version: number }) => MetadataRequest },
  ) => MetadataRequest;
  type MetadataRequest = (options: { readonly topics: readonly string[] }) => ProtocolRequest<TopicsMetadata>;

  export default class Broker {
    constructor(options: {
      readonly connectionPool: {
        readonly host: string;
        readonly port: number;
        readonly connectionTimeout: number;
        send(request: ProtocolRequest<TopicsMetadata>): Promise<TopicsMetadata>;
      };
      readonly logger: Logger;
    });
    /** The newest form of a request that the broker knows. */
    lookupRequest: Lookup;
    /** Of all topics where none is named. */
    metadata: (this: Broker, topics?: readonly string[]) => Promise<TopicsMetadata>;
  }
}

declare module 'kafkajs/src/network/connection.js' {
  import type { ISocketFactory, Logger } from 'kafkajs';

  export default class Connection {
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly logger: Logger;
      readonly socketFactory: ISocketFactory;
      readonly connectionTimeout: number;
      readonly requestTimeout: number;
    });
    connect: (this: Connection) => Promise<boolean>;
    disconnect(): Promise<boolean>;
  }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  import type { Logger } from 'kafkajs';

  export interface QueuedRequest {
    readonly entry: {
      readonly correlationId: number;
      readonly resolve: (response: unknown) => void;
      readonly reject: (error: unknown) => void;
    };
    readonly expectResponse: boolean;
    readonly sendRequest: () => void;
  }

  export default class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number | null;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: Logger;
    });
    pending: unknown[];
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    push(request: QueuedRequest): void;
    fulfillRequest(response: {
      readonly correlationId: number;
      readonly payload: Buffer;
      readonly size: number;
    }): void;
    maybeThrottle(ms: number): void;
    destroy(): void;
  }
}

declare module 'kafkajs/src/protocol/decoder.js' {
  /** With the mended decoder (installFixes). */
  export interface DecodedHeader {
    readonly key: string;
    readonly keyBytes: Buffer;
    readonly value: Buffer | null;
  }

  export default class Decoder {
    constructor(buffer: Buffer);
    forward(bytes: number): void;
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readString(): string;
    readUVarInt(): number;
    /** Null where the length is 0. */
    readUVarIntString(): string | null;
    readUVarIntArray<T>(read: (decoder: Decoder) => T): T[] | null;
    /** Skips them. */
    readTaggedFields(): unknown;
    /** Null where the length is -1. */
    readVarIntBytes(): Buffer | null;
    readVarInt(): number;
    /** Of a length that is given, or stands before them; null where that is -1. */
    readBytes: { (this: Decoder, bytes: number): Buffer; (this: Decoder): Buffer | null };
    /** Used for the headers of a record alone. */
    readVarIntArray: (this: Decoder) => DecodedHeader[];
  }
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    writeBoolean(value: boolean): this;
    writeBuffer(value: Buffer): this;
    writeUVarInt(value: number): this;
    writeUVarIntString(value: string): this;
    writeUVarIntArray(value: readonly Encoder[], type: 'object'): this;
    /** It writes names of headers so, as text alone. */
    writeVarIntString: (this: Encoder, value: string | null) => Encoder;
    writeVarIntBytes: (this: Encoder, value: Buffer | null) => Encoder;
  }
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  import type { FetchRequest, ProtocolRequest } from 'kafkajs/src/cluster/index.js';

  const types: {
    readonly requests: {
      readonly Fetch: {
        protocol: (of: { readonly version: number }) => (request: FetchRequest) => ProtocolRequest<unknown>;
      };
    };
  };
  export default types;
}
