import { join } from 'node:path';
import { packageRoot } from '../config/packageRoot.ts';

/** Where the platform's migrations lie. */
export function migrationsDirectory(): string {
  return join(packageRoot(), 'migrations');
}
