import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';

/** The first form of Metadata that tells ids of topics; brokers have it since Kafka 2.8, and kafkajs has none as new. */
const [metadataKey, metadataVersion] = [3, 10];
const idBytes = 16;
const noId = Buffer.alloc(idBytes);

interface TopicIdResponse {
  /** This kafkajs looks for, and holds back requests so long. */
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly id: Buffer;
}

/** https://kafka.apache.org/protocol#The_Messages_Metadata, version 10, with what is of the header in forms with tagged fields. */
function writeRequest(topic: string): Encoder {
  const asked = new Encoder().writeBuffer(noId).writeUVarIntString(topic).writeUVarInt(0);
  return new Encoder()
    .writeUVarInt(0)
    .writeUVarIntArray([asked], 'object')
    .writeBoolean(false) // makes no topic
    .writeBoolean(false)
    .writeBoolean(false)
    .writeUVarInt(0);
}

function skipBroker(decoder: Decoder): void {
  decoder.forward(4); // number
  decoder.readUVarIntString(); // host
  decoder.forward(4); // port
  decoder.readUVarIntString(); // rack
  decoder.readTaggedFields();
}

/** As far as the id of the one topic. */
function readResponse(raw: Buffer): TopicIdResponse {
  const decoder = new Decoder(raw);
  decoder.readTaggedFields();
  const clientSideThrottleTime = decoder.readInt32();
  decoder.readUVarIntArray(skipBroker);
  decoder.readUVarIntString(); // cluster
  decoder.forward(4); // controller
  if (decoder.readUVarInt() !== 2)
    throw new Error('a broker was asked for one topic and answers for another number of them');
  const errorCode = decoder.readInt16();
  decoder.readUVarIntString(); // name
  return { clientSideThrottleTime, errorCode, id: decoder.readBytes(idBytes) };
}

/**
 * The id of a topic, as one broker knows it: a topic that is made anew under its name has another. Undefined where the broker is too old to
 * have any.
 *
 * @throws Error of kafkajs when the broker cannot be reached, or does not know the topic
 */
export async function fetchTopicId(broker: FetchBroker, topic: string): Promise<string | undefined> {
  if ((broker.versions?.[metadataKey]?.maxVersion ?? 0) < metadataVersion) return undefined;
  const { errorCode, id } = await broker.connectionPool.send<TopicIdResponse>({
    request: {
      ...{ apiKey: metadataKey, apiVersion: metadataVersion, apiName: 'Metadata' },
      encode: () => Promise.resolve(writeRequest(topic)),
    },
    response: {
      decode: (raw) => Promise.resolve(readResponse(raw)),
      parse: (response) => Promise.resolve(response),
    },
  });
  if (errorCode !== 0) throw createErrorFromCode(errorCode);
  return id.equals(noId) ? undefined : id.toString('base64url');
}
