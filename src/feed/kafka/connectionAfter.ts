import { ConcordatError } from '../../errors/ConcordatError.ts';
import { errorChain } from './errorChain.ts';
import { KafkaFault } from './KafkaFault.ts';
import { refusalOf } from './refusalOf.ts';

/** A broker answered on it; it was cut under what was asked; or it may be of no more use. */
export type ConnectionAfter = 'SOUND' | 'CUT' | 'BROKEN';

/** kafkajs's words where a broker takes no connection in time: nothing was asked on that. */
const notTaken = 'Connection timeout';

/** What a broker answers has a type, https://kafka.apache.org/protocol#protocol_error_codes */
function isAnswer(error: Error): boolean {
  return (
    error instanceof KafkaFault ||
    error instanceof ConcordatError ||
    typeof Reflect.get(error, 'type') === 'string'
  );
}

/** What a failure says of the connection on which it happened. */
export function connectionAfter(error: unknown): ConnectionAfter {
  const { kind } = refusalOf(error);
  const all = [...errorChain(error)];
  if (kind === 'CLOSED') return all.some(({ message }) => message === notTaken) ? 'BROKEN' : 'CUT';
  const isOfLogin = kind === 'LOGIN' || kind === 'PROTOCOL';
  return all.some(isAnswer) && !isOfLogin ? 'SOUND' : 'BROKEN';
}
