import type { Logger } from 'pino';
import type { Contract } from '../../contract/model.ts';
import type { FollowerOptions } from '../../feed/hub/ContractFollower.ts';
import { describeError } from '../logging/describeError.ts';
import { LastingFailure } from './LastingFailure.ts';

export type FollowingLog = Pick<FollowerOptions, 'onFailure' | 'onStuck' | 'onGoingOn'>;

/** Writes to the log what goes wrong while a contract is followed: what is tried again and again the seldomer the longer it fails. */
export function followingLog(logger: Logger, { id: contract }: Contract): FollowingLog {
  const lasting = new LastingFailure();
  return {
    onFailure: (error) => {
      logger.error({ err: error, contract }, 'following a contract goes on after a failure');
    },
    onStuck: (error) => {
      const { name, code = name } = describeError(error);
      const failures = lasting.failed(code);
      if (failures !== undefined)
        logger.error({ err: error, contract, failures }, 'the changes of a contract cannot be followed');
    },
    onGoingOn: () => {
      if (lasting.passed()) logger.info({ contract }, 'the changes of a contract are followed again');
    },
  };
}
