/** What is amiss with Kafka, in our own words: a message without a record's content. */
export class KafkaFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KafkaFault';
  }
}
