import type { GroupSpec } from '../../feed/hub/LiveGroup.ts';
import type { LiveExecution } from '../graphql/GraphqlEngine.ts';
import type { ChangeRenderer } from './ChangeRenderer.ts';
import type { ChangeWriter } from './ChangeWriter.ts';
import type { LiveCursors } from './LiveCursors.ts';

/** What subscriptions of equal selection and access share. */
export interface OpenSelection {
  readonly renderer: ChangeRenderer;
  readonly execution: LiveExecution;
  readonly cursors: LiveCursors;
  /** Called once, when nobody needs it any more. */
  readonly close: () => void;
}

/** What subscriptions share whose filters are equal too. */
export interface OpenGroup {
  readonly contractId: string;
  readonly spec: GroupSpec;
  readonly writer: ChangeWriter;
  readonly execution: LiveExecution;
  readonly cursors: LiveCursors;
  /** Called once, when nobody needs it any more. */
  readonly close: () => void;
}
