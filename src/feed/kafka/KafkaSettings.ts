/** How a client connects over TLS: PEM texts. */
export interface KafkaTls {
  /** Certificates that are trusted; the system's where absent. */
  readonly ca?: string;
  /** The client's own certificate and key. */
  readonly cert?: string;
  readonly key?: string;
}

/** Ways to log in, as `sasl.mechanism` calls them. */
export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** How a client logs in. */
export interface KafkaSasl {
  readonly mechanism: (typeof saslMechanisms)[number];
  readonly username: string;
  readonly password: string;
}

/** Which Kafka, and how to get in. */
export interface KafkaSettings {
  /** `host:port` of brokers; one that answers is enough. */
  readonly brokers: readonly string[];
  readonly tls?: KafkaTls | undefined;
  readonly sasl?: KafkaSasl | undefined;
  /** Told of what the client itself reports, warnings and worse; never a record's content. */
  readonly onLog?: (entry: KafkaLogEntry) => void;
}

export interface KafkaLogEntry {
  readonly level: 'error' | 'warn';
  readonly message: string;
}
