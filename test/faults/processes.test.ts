import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Random } from '../../schema/sample/Random.ts';
import { until } from '../support/until.ts';
import { expectNothingBroken } from './invariants/expectNothingBroken.ts';
import { isLong, scaled } from './scale.ts';
import type { World } from './world/createWorld.ts';
import { openWorld } from './world/openWorld.ts';
import { killPointName, killPoints } from './worker/killPoints.ts';
import { randomReports } from './world/randomReports.ts';
import { shiftedClock } from './world/shiftedClock.ts';
import type { Process } from './world/startProcess.ts';

/** In CI one of each work. */
const frozenAt = killPoints.filter(({ work, step, when }) =>
  isLong
    ? step !== 'WRITE'
    : when === 'BEFORE' && (work === 'PUBLISH' ? step === 'PUBLISH' : step === 'COMMIT'),
);

const timeout = scaled(400_000, 3_600_000);
/** Many turns of a worker, in which one that was woken would have written what it must not. */
const turnsMs = 3_000;

describe('processes of the pipeline', () => {
  let world: World;
  let random: Random;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ world, random, close } = await openWorld());
  }, 240_000);
  afterEach(() => close());

  it(
    'fault 1: killed in the midst of batches, at random moments (I1, I2, I3, I4)',
    async () => {
      for (let round = 0; round < scaled(4, 50); round += 1) {
        const killed = world.startPipeline({ batchSize: random.pick([1, 5, 50]), leaseSeconds: 1 });
        await world.send(randomReports(60, random));
        await until('it works', () => killed.output().includes('"msg":"deriving"'), {
          explain: world.explain,
        });
        await wait(random.integer(0, 1_500));
        await killed.end('SIGKILL');
      }
      world.startPipeline();
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 2: killed before and after each write, commit, publishing and acknowledgement (I1, I2, I3, I4)',
    async () => {
      // What was never derived as it is declared is by the first.
      await world.startPipeline().until('"msg":"deriving"');
      await world.endProcesses();
      for (const point of killPoints) {
        await world.send(randomReports(30, random));
        const killed = world.startUntil(point, 'SIGKILL');
        await until(`it dies: ${killPointName(point)}`, () => killed.ended() !== undefined, {
          explain: world.explain,
        });
        expect(killed.ended()).toEqual({ code: null, signal: 'SIGKILL' });
      }
      world.startPipeline();
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it.each(frozenAt)(
    'fault 3: one is frozen ($work $when $step), loses its lease to another and is woken: its writes are refused (I1, I2, I3, I4)',
    async (point) => {
      await world.send(randomReports(40, random));
      const frozen = world.startUntil(point, 'SIGSTOP');
      await frozen.until('at the point');
      world.startPipeline({ leaseSeconds: 1 });
      await world.send(randomReports(40, random));
      await world.settle();
      const before = await world.state();
      frozen.signal('SIGCONT');
      // After a commit nothing is under way: whatever it does next, it finds its lease lost, which is no failure and not told.
      const isUnderWay = !(point.when === 'AFTER' && point.step === 'COMMIT');
      if (isUnderWay) await frozen.until('work failed');
      else await wait(turnsMs);
      expect(await world.state()).toEqual(before);
      // Awake, it takes its share of what comes.
      await world.send(randomReports(40, random));
      await world.settle();
      expect(frozen.ended()).toBeUndefined();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 9: workers join and leave all the time (I1, I2, I3, I4)',
    async () => {
      const running: Process[] = [];
      for (let round = 0; round < scaled(4, 40); round += 1) {
        running.push(world.startPipeline({ leaseSeconds: 1, batchSize: random.pick([3, 30]) }));
        await world.send(randomReports(60, random));
        await wait(scaled(500, 5_000));
        const leaving =
          round % 2 === 0 ? undefined : running.splice(random.integer(0, running.length - 1), 1)[0];
        await leaving?.end(random.pick(['SIGTERM', 'SIGKILL']));
      }
      await world.settle();
      await expectNothingBroken(world);
    },
    timeout,
  );

  it(
    'fault 28: with clocks an hour apart, and changed on the way, order is unharmed (I1, I2, I3, I4)',
    async () => {
      for (const [first, second] of [
        [3_600_000, -3_600_000],
        [-3_600_000, 0],
      ] as const) {
        const processes = [first, second].map((shiftMs) =>
          world.startPipeline({ leaseSeconds: 1, batchSize: 10, nodeOptions: shiftedClock(shiftMs) }),
        );
        await world.send(randomReports(80, random));
        await world.settle();
        await Promise.all(processes.map((one) => one.end('SIGTERM')));
      }
      await expectNothingBroken(world);
    },
    timeout,
  );
});
