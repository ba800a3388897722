import type { CreateTopicWriter } from '../../../src/feed/kafka/TopicWriter.ts';
import type { KillPoint } from './killPoints.ts';

/** Writers that tell by `reach`, and wait for it, when their process comes to a point. */
export function mortalWriter(
  create: CreateTopicWriter,
  { step, when }: KillPoint,
  reach: () => Promise<void>,
): CreateTopicWriter {
  return (topic) => {
    const writer = create(topic);
    return {
      ...writer,
      async write(records) {
        if (step === 'PUBLISH' && when === 'BEFORE') await reach();
        const next = await writer.write(records);
        if (step === 'PUBLISH' && when === 'AFTER') await reach();
        return next;
      },
    };
  };
}
