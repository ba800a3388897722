import type { Client } from 'graphql-ws';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { runPublisher } from '../../../src/pipeline/publish/runPublisher.ts';
import type { GatewayOptions } from '../../../src/server/Gateway.ts';
import { type ClinicGateway, clinicMaskKeys, type Person, startClinic, tokenFor } from '../clinicGateway.ts';
import { clinicVisits } from '../clinicVisits.ts';
import { askLive, type LiveAnswer } from './askLive.ts';
import { appendSourceEvent } from './appendEvent.ts';
import { createSocketClient } from './follow.ts';
import { openRaw, type RawSocket } from './openRaw.ts';

/** What a visit's event tells; what is not given is as in the clinic's first one. */
export type ToldVisit = { readonly visitId: string } & Partial<
  Record<keyof (typeof clinicVisits)[number], unknown>
>;

export interface LiveClinic extends ClinicGateway {
  /** Visits are closed, and what changes is published soon after. */
  readonly arrive: (...visits: readonly ToldVisit[]) => Promise<void>;
  /** A client of graphql-ws, until the clinic closes. */
  readonly clientOf: (person: Person) => Promise<Client>;
  /** Subscribes on a socket of the person that all its questions share, and waits for the end of the snapshot or of the subscription. */
  readonly askLive: (
    query: string,
    variables: Readonly<Record<string, unknown>> | undefined,
    person: Person,
  ) => Promise<LiveAnswer>;
  /** A socket that is open and acknowledged, until the clinic closes. */
  readonly socketOf: (person: Person) => Promise<RawSocket>;
}

/** The clinic with a pipeline, so that its contracts can be followed. */
export async function startLiveClinic(
  options: Partial<Pick<GatewayOptions, 'liveLimits' | 'limits' | 'loadLimits' | 'now'>> = {},
): Promise<LiveClinic> {
  const clinic = await startClinic(options);
  const { database, project, url } = clinic;
  const stop = new AbortController();
  const publishing = runPublisher({
    ...{ database, project, signal: stop.signal, holder: 'live', pollMs: 10 },
    onFailure: () => undefined,
  });
  const sockets: RawSocket[] = [];
  const clients: Client[] = [];
  const asking = new Map<Person, Promise<RawSocket>>();
  const socketOf = async (person: Person): Promise<RawSocket> => {
    const raw = await openRaw(url, { headers: { authorization: `Bearer ${await tokenFor(person)}` } });
    sockets.push(raw);
    await raw.init();
    return raw;
  };
  return {
    ...clinic,
    async arrive(...visits) {
      for (const visit of visits) {
        const value = { eventType: 'VisitClosed', ...clinicVisits[0], ...visit };
        await appendSourceEvent(database, { topic: 'clinics.visits', key: visit.visitId, value });
      }
      while ((await deriveBatch(database, project, 0, { maskKeys: clinicMaskKeys })) !== undefined);
    },
    async clientOf(person) {
      const client = createSocketClient(url, await tokenFor(person));
      clients.push(client);
      return client;
    },
    socketOf,
    async askLive(query, variables, person) {
      const socket = asking.get(person) ?? socketOf(person);
      asking.set(person, socket);
      return askLive(await socket, query, variables);
    },
    async close() {
      for (const raw of sockets) raw.close();
      for (const client of clients) await client.dispose();
      stop.abort();
      await publishing;
      await clinic.close();
    },
  };
}
