import type { SelectedField } from '../selection/selectedFields.ts';

/** Quotes, colon and comma around a value and its name. */
const punctuation = 4;

/** Sums what values come to in an answer: how many leaves, and roughly how many bytes of JSON. */
export class AnswerSize {
  values = 0;
  bytes = 0;

  /** Adds a value that is yet to be written, as far as it is selected; all of a leaf. */
  add(value: unknown, fields: readonly SelectedField[] | undefined): void {
    if (Array.isArray(value)) {
      for (const item of value) this.add(item, fields);
    } else if (fields === undefined || typeof value !== 'object' || value === null) {
      this.values += 1;
      this.#addJson(value);
    } else {
      for (const { name, key, fields: nested } of fields) {
        this.bytes += key.length + punctuation;
        this.add(Reflect.get(value, name), nested);
      }
    }
  }

  #addJson(value: unknown): void {
    if (typeof value === 'string') {
      this.bytes += value.length;
    } else if (typeof value !== 'object' || value === null) {
      // As long as most numbers, `true` and `null` are.
      this.bytes += punctuation;
    } else {
      for (const [key, entry] of Object.entries(value)) {
        this.bytes += key.length + punctuation;
        this.#addJson(entry);
      }
    }
  }
}
