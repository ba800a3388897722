import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { research } from '../../../support/clinicGateway.ts';
import type { RawSocket } from '../../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

let clinic: LiveClinic;
let raw: RawSocket;
beforeAll(async () => {
  clinic = await startLiveClinic();
  raw = await clinic.socketOf(research);
});
afterAll(() => clinic.close());

/** What the log has of the operation that a message names by its trace. */
async function logged(message: unknown): Promise<unknown> {
  const [, traceId] = /"traceId":"(\w+)"/.exec(JSON.stringify(message)) ?? [];
  const lines = (): readonly string[] =>
    clinic
      .logText()
      .split('\n')
      .filter((line) => line.includes('"operation of a socket"') && line.includes(`"traceId":"${traceId}"`));
  await until('it is in the log', () => lines().length > 0);
  expect(lines()).toHaveLength(1);
  const line: unknown = JSON.parse(lines()[0] ?? '');
  return line;
}

const by = { level: 'info', msg: 'operation of a socket', consumer: 'research-group', purpose: 'RESEARCH' };

it.each([
  ['is not valid', 'subscription Wrong { nope }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'has a cursor of something else',
    'subscription Wrong { clinicVisitV1(after: "nope") { kind } }',
    'CURSOR_INVALID',
  ],
  ['is a query that is refused', 'query Wrong { nope }', 'GRAPHQL_VALIDATION_FAILED'],
])('an operation over a socket that %s is found in the log by its trace', async (what, query, code) => {
  raw.send({ id: what, type: 'subscribe', payload: { query } });
  const error = await raw.heard('an error', ({ type, id }) => type === 'error' && id === what);
  expect(JSON.stringify(error)).toContain(code);
  expect(await logged(error)).toMatchObject({ ...by, operationName: 'Wrong', codes: [code] });
});

it('and so is a subscription that ends, with the code by which it did', async () => {
  const query = 'subscription Followed { clinicVisitV1(snapshot: true) { kind } }';
  raw.send({ id: 'f', type: 'subscribe', payload: { query } });
  await raw.heard('the end of the snapshot', (message) =>
    JSON.stringify(message).includes('SNAPSHOT_COMPLETE'),
  );
  const ended = raw.heard('why it ended', ({ type, id }) => type === 'error' && id === 'f');
  await clinic.gateway.close({ deadlineMs: 1_000 });
  expect(await logged(await ended)).toMatchObject({
    ...by,
    operationName: 'Followed',
    codes: ['SHUTTING_DOWN'],
  });
});
