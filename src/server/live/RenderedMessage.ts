import type { Rendered } from '../../feed/hub/LiveMessage.ts';
import type { NotedRead } from '../../../resolvers/context/NotedRead.ts';

/** A message without its cursor, and what whoever is told it has read. */
export interface RenderedMessage {
  readonly parts: Rendered;
  readonly read: readonly NotedRead[];
}
