import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const told = z.object({
  count: z.number().optional(),
  opened: z.number().optional(),
  closed: z.boolean().optional(),
  latencies: z.array(z.number()).optional(),
});

/** Subscribers in a process of their own. */
export class Clients {
  readonly #child: ChildProcess;
  #count = 0;
  readonly latencies: number[] = [];

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'subscribers.ts'), { execArgv: ['--no-warnings'] });
    this.#child.on('message', (message) => {
      const { count, latencies } = told.parse(message);
      if (count !== undefined) this.#count = count;
      this.latencies.push(...(latencies ?? []));
    });
  }

  async open(url: string, token: string, payloads: readonly unknown[]): Promise<void> {
    this.#child.send({ url, token, payloads });
    await this.#next((message) => message.opened !== undefined);
  }

  async closeAll(): Promise<void> {
    this.#child.send('close');
    await this.#next((message) => message.closed === true);
    this.#count = 0;
  }

  /** Resolves when so many messages have come in all. */
  async received(count: number): Promise<void> {
    const deadline = performance.now() + 120_000;
    while (this.#count < count) {
      if (performance.now() > deadline) throw new Error(`only ${this.#count} of ${count} messages came`);
      await once(this.#child, 'message');
    }
  }

  get count(): number {
    return this.#count;
  }

  end(): void {
    this.#child.kill();
  }

  async #next(wanted: (message: z.infer<typeof told>) => boolean): Promise<void> {
    for (;;) {
      const message = await new Promise((resolve) => this.#child.once('message', resolve));
      if (wanted(told.parse(message))) return;
    }
  }
}
