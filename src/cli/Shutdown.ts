import { setTimeout } from 'node:timers/promises';

/** A second signal within this time is the first one come twice: a terminal sends Ctrl+C to npm, which sends it on. */
const echoMs = 2_000;

/** How long what was started may take to stop once somebody does not want to wait. */
const hurryMs = 3_000;

/** Nobody waits longer than this: whoever runs processes kills them after half a minute as a rule. */
const longestMs = 25_000;

export interface ShutdownOptions {
  readonly stderr: NodeJS.WritableStream;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

/** How a process ends: what was started is stopped, once, before it. */
export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #failures: unknown[] = [];
  readonly #hurry = Promise.withResolvers<undefined>();
  #beganAt: number | undefined;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** Whether the end has begun: what fails from now on may do so because of it. */
  get hasBegun(): boolean {
    return this.#beganAt !== undefined;
  }

  /** Registers what must be done before the process ends. */
  onStop(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Somebody asks the process to end: the first time in good order, later in a hurry. */
  signal(code: number): void {
    if (this.#beganAt === undefined) void this.end(code);
    else if (performance.now() - this.#beganAt > echoMs) this.#hurry.resolve(undefined);
  }

  /** Stops everything and ends the process, within half a minute whatever happens; does nothing when that has begun. */
  async end(code: number): Promise<void> {
    if (this.#beganAt !== undefined) return;
    this.#beganAt = performance.now();
    const hurried = this.#hurry.promise.then(() => 'HURRIED' as const);
    const patience = globalThis.setTimeout(() => {
      this.#failures.push(`What runs did not stop within ${longestMs / 1_000} s, and is left as it is.`);
      this.#hurry.resolve(undefined);
    }, longestMs);
    const outcome = await Promise.race([this.#stopInOrder(), hurried]);
    clearTimeout(patience);
    // What waits for its turn must not be left behind: a database server would live on.
    if (outcome === 'HURRIED') await Promise.race([this.#stopAtOnce(), setTimeout(hurryMs)]);
    for (const error of this.#failures) this.#options.stderr.write(`error: ${String(error)}\n`);
    this.#options.exit(outcome === 'HURRIED' || this.#failures.length > 0 ? 1 : code);
  }

  /** What was started last rests on what was started before it. */
  async #stopInOrder(): Promise<'STOPPED'> {
    for (let one = this.#stops.pop(); one !== undefined; one = this.#stops.pop()) await this.#run(one);
    return 'STOPPED';
  }

  async #stopAtOnce(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((one) => this.#run(one)));
  }

  async #run(stop: () => Promise<void>): Promise<void> {
    await stop().catch((error: unknown) => this.#failures.push(error));
  }
}
