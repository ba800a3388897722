import type { ClientBase, Connection, FieldDef, Submittable } from 'pg';
import type { DescribedColumn } from './Database.ts';

/**
 * Parse and Describe of the extended protocol, without Bind and Execute: the server analyses the statement against the
 * real tables and says what it would give. https://www.postgresql.org/docs/current/protocol-flow.html
 * The driver calls the `handle…` methods.
 */
class DescribeQuery implements Submittable {
  #columns: readonly DescribedColumn[] = [];
  #error: Error | undefined;
  readonly #text: string;
  readonly #done: (error: Error | undefined, columns: readonly DescribedColumn[]) => void;

  constructor(text: string, done: (error: Error | undefined, columns: readonly DescribedColumn[]) => void) {
    this.#text = text;
    this.#done = done;
  }

  submit(connection: Connection): void {
    connection.parse({ name: '', text: this.#text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }

  handleRowDescription(message: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = message.fields.map(({ name, dataTypeID, dataTypeModifier }) => ({
      name,
      type: dataTypeID,
      modifier: dataTypeModifier,
    }));
  }

  handleError(error: Error): void {
    // The driver forgets the query after an error, so this is its end.
    this.#error = error;
    this.#done(error, []);
  }

  handleReadyForQuery(): void {
    if (this.#error === undefined) this.#done(undefined, this.#columns);
  }
}

/** Columns of the result of one statement, found without executing it; empty for a statement that gives no rows. */
export function describeStatement(client: ClientBase, text: string): Promise<readonly DescribedColumn[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new DescribeQuery(text, (error, columns) => {
        if (error === undefined) resolve(columns);
        else reject(error);
      }),
    );
  });
}
