/** Work that writes: what to tell its transactions by is a statement that only they run. */
const writes = {
  INGEST: 'insert into raw.event',
  DERIVE: 'insert into contract.change',
  PUBLISH: 'delete from contract.outbox',
} as const;

export type WritingWork = keyof typeof writes;

/** Where a process kills itself. */
export interface KillPoint {
  readonly work: WritingWork;
  /** PUBLISH is the writing to the topic, WRITE the statement; for a publisher that is the acknowledgement. */
  readonly step: 'WRITE' | 'COMMIT' | 'PUBLISH';
  readonly when: 'BEFORE' | 'AFTER';
}

const sides = ['BEFORE', 'AFTER'] as const;

/** Every named point of fault 2. */
export const killPoints: readonly KillPoint[] = [
  ...(['INGEST', 'DERIVE', 'PUBLISH'] as const).flatMap((work) =>
    (['WRITE', 'COMMIT'] as const).flatMap((step) => sides.map((when) => ({ work, step, when }))),
  ),
  ...sides.map((when) => ({ work: 'PUBLISH', step: 'PUBLISH', when }) as const),
];

/** Whether a statement is the one that the work writes by. */
export function isWrite(text: string, work: WritingWork): boolean {
  return text.includes(writes[work]);
}

export function killPointName({ work, step, when }: KillPoint): string {
  return `${work} ${when} ${step}`;
}
