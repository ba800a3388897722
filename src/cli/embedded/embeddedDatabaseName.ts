import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { EmbeddedContent } from './embeddedContent.ts';

function sourceOf(content: EmbeddedContent): string {
  switch (content.kind) {
    case 'SAMPLE':
      return '';
    case 'EVENTS':
      return resolve(content.directory);
    case 'TOPICS':
      return content.brokers.join();
  }
}

/**
 * The database that a project has on the embedded PostgreSQL: one a project folder and content, so that the sample, real
 * logs and another project never mix. Readable, and at most 63 bytes as PostgreSQL demands.
 */
export function embeddedDatabaseName(project: string, content: EmbeddedContent): string {
  const root = resolve(project);
  const source = sourceOf(content);
  const digest = createHash('sha256')
    .update([root, content.kind, source].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const name = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 30);
  return `${name}_${content.kind.toLowerCase()}_${digest}`;
}
