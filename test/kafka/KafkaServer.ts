/** An Apache Kafka of one process: broker and controller. */
export interface KafkaServer {
  /** `host:port`, without encryption or login. */
  readonly brokers: string;
  /** `host:port` with TLS and SASL, where that was asked for. */
  readonly secureBrokers: string | undefined;
  readonly pid: number;
  /** How the running process ends, once it does, by itself or not. */
  ended(): Promise<string>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again where it was, after `stop` or `kill`. */
  start(): Promise<void>;
}
