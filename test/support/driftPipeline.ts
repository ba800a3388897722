import { assertProject } from '../../src/contract/assertProject.ts';
import type { Project, SourceEnvelope } from '../../src/contract/model.ts';
import { createClaimsPipeline, type ClaimsPipeline } from './claimsPipeline.ts';
import { derivedProject } from './derivedProject.ts';
import { fixturePaths } from './projectFixture.ts';
import { topicFixture, topicText } from './topicFixture.ts';

/** A row of raw.drift. */
export interface DriftRow {
  readonly type: string;
  readonly path: string;
  readonly kind: string;
  readonly declared: string;
  readonly seen: string;
  readonly events: number;
  readonly first: string;
  readonly last: string;
}

export interface DriftPipeline extends ClaimsPipeline {
  readonly project: Project;
  /** Events of a type arrive in partition 0; the values are objects to which the type is added, or what they are. */
  report(type: string, ...values: readonly unknown[]): Promise<void>;
  drift(): Promise<readonly DriftRow[]>;
  /** What is recorded, in short: `kind path declared>seen xN`. */
  told(): Promise<readonly string[]>;
}

/** A report that is as declared. */
export const soundReport = { claimId: 'a', currency: 'EUR' };

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The insurer's pipeline with its topic declared. */
export async function createDriftPipeline(
  text = topicText,
  envelope: SourceEnvelope = 'JSON',
): Promise<DriftPipeline> {
  const { declaredTopics } = assertProject(topicFixture(text));
  const topic = 'topic: "intake.claims"';
  const derived = derivedProject([[fixturePaths.product, topic, `${topic}, envelope: ${envelope}`]]);
  const project = { ...derived, declaredTopics };
  const pipeline = await createClaimsPipeline(project);
  const drift = (): Promise<readonly DriftRow[]> =>
    pipeline.test.database.query<DriftRow & object>({
      text: `select event_type as type, path, kind, declared, seen, events::int, first_event as first, last_event as last
        from raw.drift order by event_type, path, kind, seen`,
    });
  return {
    ...pipeline,
    project,
    report: (type, ...values) =>
      pipeline.arriveIn(
        0,
        ...values.map((value) =>
          JSON.stringify({
            topic: 'intake.claims',
            key: 'k',
            timestamp: 0,
            value: isObject(value) ? { eventType: type, ...value } : value,
          }),
        ),
      ),
    drift,
    told: async () =>
      (await drift()).map(
        ({ type, path, kind, declared, seen, events }) =>
          `${type} ${kind} ${path} ${declared}>${seen} x${events}`,
      ),
  };
}
