import { createLiveClient } from './createLiveClient.ts';
import { type Followed, followTable } from './followTable.ts';

/** As the query below asks for it; a code generator can write it. */
interface Order {
  readonly orderId: string;
  readonly itemCount: number;
  readonly destinationState: string | null;
  readonly shipBy: string | null;
}

const query = /* GraphQL */ `
  subscription Ready($after: String, $snapshot: Boolean) {
    fulfillmentOrderReadyV1(after: $after, snapshot: $snapshot) {
      kind
      key
      node {
        orderId
        itemCount
        destinationState
        shipBy
      }
      revision
      cursor
    }
  }
`;

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const form = element('form', HTMLFormElement);
const url = element('url', HTMLInputElement);
const token = element('token', HTMLTextAreaElement);
const state = element('state', HTMLOutputElement);
const problem = element('problem', HTMLElement);
const body = element('rows', HTMLTableSectionElement);

function show(orders: readonly Order[]): void {
  body.replaceChildren(
    ...orders.map(({ orderId, itemCount, destinationState, shipBy }) => {
      const row = document.createElement('tr');
      for (const value of [orderId, itemCount, destinationState, shipBy])
        row.insertCell().textContent = String(value ?? '');
      return row;
    }),
  );
}

let followed: Followed | undefined;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  followed?.stop();
  // They were shown to the caller before.
  show([]);
  problem.textContent = '';
  const client = createLiveClient({
    url: url.value.replace(/^http/, 'ws'),
    // An application would ask its identity provider; here whoever looks at the page pastes one.
    token: () => token.value.trim(),
  });
  followed = followTable<Order>({
    client,
    query,
    onRows: (rows) => {
      const orders = [...rows.values()].filter((order) => order !== null);
      show(orders.sort((a, b) => (a.orderId < b.orderId ? -1 : 1)));
    },
    onState: (now) => {
      state.value = now;
      if (now === 'RESUMED' || now === 'FOLLOWING') problem.textContent = '';
    },
    onProblem: (what) => {
      problem.textContent = describe(what);
    },
  });
});

function describe(what: unknown): string {
  if (what instanceof CloseEvent) return `closed with ${what.code} ${what.reason}`;
  // A browser does not say why a socket could not be opened.
  if (what instanceof Event) return 'the gateway cannot be reached, or has refused the connection';
  return what instanceof Error ? what.message : JSON.stringify(what);
}
