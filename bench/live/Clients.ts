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
  /** Called when what was asked for last is done. */
  #done: (() => void) | undefined;
  readonly latencies: number[] = [];

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'subscribers.ts'), { execArgv: ['--no-warnings'] });
    this.#child.on('message', (message) => {
      const { count, latencies, opened, closed } = told.parse(message);
      if (count !== undefined) this.#count = count;
      this.latencies.push(...(latencies ?? []));
      if (opened !== undefined || closed === true) this.#done?.();
    });
  }

  async open(url: string, token: string, payloads: readonly unknown[]): Promise<void> {
    await this.#ask({ url, token, payloads });
  }

  async closeAll(): Promise<void> {
    await this.#ask('close');
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

  #ask(message: object | string): Promise<void> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#child.send(message);
    });
  }
}
