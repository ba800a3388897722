import type { DevelopmentCaller } from './DevelopmentCaller.ts';

/** What `concordat dev` offers beside production: to pose as any consumer of the project. */
export interface Development {
  /** Issues a token of the development key. Throws ConcordatError INPUT_INVALID. */
  readonly issueToken: (request: DevelopmentTokenRequest) => Promise<string>;
  readonly callers: () => Promise<readonly DevelopmentCaller[]>;
}

export interface DevelopmentTokenRequest {
  readonly consumer: string;
  readonly purposes: readonly string[];
  readonly claims: Readonly<Record<string, string>>;
}
