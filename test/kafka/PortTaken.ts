/** Another program listens on a port that Kafka was to have. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken: another program listens on it, perhaps a Kafka that runs already.`);
    this.name = 'PortTaken';
  }
}
