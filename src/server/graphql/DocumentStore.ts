import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What a parsed document takes for each character of its text, measured roughly; tokens are kept for error locations. */
const bytesPerCharacter = 100;

/** Documents that were validated, keyed by schema and text by Apollo Server; bounded by memory (attack 11). */
export class DocumentStore {
  readonly #documents: LRUCache<string, DocumentNode>;

  constructor(bytes: number) {
    this.#documents = new LRUCache({
      maxSize: bytes,
      sizeCalculation: (document) => bytesPerCharacter * ((document.loc?.end ?? 0) + 10),
    });
  }

  get(key: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.#documents.get(key));
  }

  set(key: string, document: DocumentNode): Promise<void> {
    this.#documents.set(key, document);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#documents.delete(key));
  }
}
