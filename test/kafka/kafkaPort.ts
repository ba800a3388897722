/** Kafka's port for `npm run kafka`, from `KAFKA_PORT`; the one after it is the controller's. Undefined where it is none. */
export function kafkaPort(text = ''): number | undefined {
  const port = text === '' ? 9092 : Number(text);
  return /^\d*$/.test(text) && port >= 1 && port <= 65_534 ? port : undefined;
}
