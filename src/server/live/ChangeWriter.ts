import type { LiveEvent } from '../../feed/hub/LiveEvent.ts';
import { LiveMessage } from '../../feed/hub/LiveMessage.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { ChangeRenderer, RenderedEntry } from './ChangeRenderer.ts';
import type { LiveCursors } from './LiveCursors.ts';
import type { RenderedMessage } from './RenderedMessage.ts';

export interface ChangeWriterParts {
  readonly access: ContractAccess;
  readonly renderer: ChangeRenderer;
  readonly execution: Pick<LiveExecution, 'note'>;
  readonly cursors: LiveCursors;
  readonly filterDigest: string;
  /** Fields that a message tells of by itself. */
  readonly toldPaths: readonly string[];
}

/** Writes the messages of subscriptions that share a filter too: what is rendered, with the cursor of each place. */
export class ChangeWriter {
  readonly #parts: ChangeWriterParts;

  constructor(parts: ChangeWriterParts) {
    this.#parts = parts;
  }

  /** The message of a change. */
  event({ kind, change, position, snapshot }: LiveEvent): LiveMessage | Promise<LiveMessage> {
    const { renderer, cursors, filterDigest } = this.#parts;
    this.record(1);
    return this.#told(renderer.change(kind, change), cursors.encode(filterDigest, { position, snapshot }));
  }

  /** The message of a row of a snapshot, or of its end. */
  entry(entry: RenderedEntry, cursor: string): LiveMessage | Promise<LiveMessage> {
    this.record(entry.key === null ? 0 : 1);
    return this.#told(this.#parts.renderer.entry(entry), cursor, entry.kind === 'SNAPSHOT');
  }

  /** Notes that so many rows are told of. */
  record(rows: number): void {
    const { execution, access, toldPaths: paths } = this.#parts;
    const operation = `Subscription.${access.contract.queryName}`;
    execution.note([{ access, operation, paths, rows }]);
  }

  /** What a message has read is noted for all who are told it, also where it was made for others. */
  #told(
    rendered: RenderedMessage | Promise<RenderedMessage>,
    cursor: string,
    isPartial = false,
  ): LiveMessage | Promise<LiveMessage> {
    const tell = ({ parts, read }: RenderedMessage): LiveMessage => {
      this.#parts.execution.note(read);
      return new LiveMessage(parts, cursor, isPartial);
    };
    return rendered instanceof Promise ? rendered.then(tell) : tell(rendered);
  }
}
