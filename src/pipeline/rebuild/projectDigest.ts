import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { Project } from '../../contract/model.ts';

/** Tells a project from any other of which something else is derived: declarations, SQL and reference data are in it. */
export function projectDigest({ sharedTypes, contracts, products, reconciliations }: Project): string {
  return createHash('sha256')
    .update(serialize([sharedTypes, contracts, products, reconciliations]))
    .digest('hex');
}
