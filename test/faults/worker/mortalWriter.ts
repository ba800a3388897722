import type { CreateTopicWriter } from '../../../src/feed/kafka/TopicWriter.ts';
import type { KillPoint } from './killPoints.ts';

/** Writers whose process dies at a point, by `die`, which does not come back. */
export function mortalWriter(
  create: CreateTopicWriter,
  { step, when }: KillPoint,
  die: () => Promise<never>,
): CreateTopicWriter {
  return (topic) => {
    const writer = create(topic);
    return {
      ...writer,
      async write(records) {
        if (step === 'PUBLISH' && when === 'BEFORE') await die();
        const next = await writer.write(records);
        if (step === 'PUBLISH' && when === 'AFTER') await die();
        return next;
      },
    };
  };
}
