import { type Mutation, objectAt } from './Mutation.ts';

const layouts = [
  ['Invoice', 'InvoiceNo'],
  ['Price', 'UnitPrice'],
  ['Customer ID', 'CustomerID'],
] as const;

/** Names of the columns that the row has, whichever layout it is in. */
function nameIn(row: Readonly<Record<string, unknown>>, names: readonly [string, string]): string {
  return Object.hasOwn(row, names[0]) ? names[0] : names[1];
}

const set =
  (names: readonly [string, string], choices: readonly unknown[]): Mutation =>
  (value, random) => {
    const row = objectAt(value, 'after');
    row[nameIn(row, names)] = random.pick(choices);
  };

const setShared =
  (name: string, choices: readonly unknown[]): Mutation =>
  (value, random) => {
    objectAt(value, 'after')[name] = random.pick(choices);
  };

/** What may differ in a line of the stores' ERP and still be understood. */
export const storeMutations: readonly Mutation[] = [
  set(['Price', 'UnitPrice'], ['0', '0.0', '-1.5', 2.5, '2.50', '2.500', '1234567.891', 3]),
  set(['Customer ID', 'CustomerID'], ['', null, '12682', 12682, '99999']),
  (value) => {
    const row = objectAt(value, 'after');
    Reflect.deleteProperty(row, nameIn(row, ['Customer ID', 'CustomerID']));
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    const name = nameIn(row, ['Invoice', 'InvoiceNo']);
    const number = String(row[name]).replace(/^\D+/, '');
    row[name] = random.pick(['C', 'A', 'c', '']) + number;
  },
  setShared('Country', ['Atlantis', 'Unspecified', 'unspecified', 'EIRE', 'Channel Islands', '', null]),
  setShared('Quantity', ['-3', '0', 5, -7, '12.0', '2147483647', '-40']),
  setShared('StockCode', [
    'POST',
    'DOT',
    'C2',
    'M',
    'post',
    'TEST001',
    '12345',
    '1234',
    '85123a ',
    ' 85123',
    '',
  ]),
  setShared('Description', [null, '', 'A "quoted", \\ line', 'Ünïcode 🎁']),
  setShared('InvoiceDate', [
    '2010-03-28 01:30:00',
    '2010-10-31 01:30:00',
    '2010-07-01 09:05:30',
    '2010-07-01 09:05:59',
    '7/1/10 9:05',
    '10/31/10 1:30',
  ]),
  (value) => {
    value['op'] = 'r';
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    const name = nameIn(row, ['Invoice', 'InvoiceNo']);
    row[name] = `C${String(row[name]).replace(/^\D+/, '')}`;
    row['Quantity'] = String(-random.integer(1, 500));
    if (random.chance(0.5)) row['StockCode'] = random.pick(['POST', 'DOT', 'C2']);
  },
  (value, random) => {
    const row = objectAt(value, 'after');
    const name = nameIn(row, ['Invoice', 'InvoiceNo']);
    row[name] = `9${String(row[name]).replace(/^\D+/, '')}`;
    row['StockCode'] = random.pick(['POST', 'DOT', 'C2']);
    row['Country'] = random.pick(['Atlantis', 'Unspecified']);
  },
];

/** The same line in the other layout, its time written the other way where it has no seconds. */
export const toOtherLayout: Mutation = (value, random) => {
  const row = objectAt(value, 'after');
  for (const [first, second] of layouts) {
    const [from, to] = Object.hasOwn(row, first) ? [first, second] : [second, first];
    if (!Object.hasOwn(row, from)) continue;
    row[to] = row[from];
    Reflect.deleteProperty(row, from);
  }
  const match = /^(\d\d)(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d):00$/.exec(String(row['InvoiceDate']));
  if (match === null) return;
  const [, , year, month, day, hour, minute] = match;
  row['InvoiceDate'] = `${Number(month)}/${Number(day)}/${year ?? ''} ${Number(hour)}:${minute ?? ''}`;
  row['line_id'] = random.integer(1_000_000, 2_000_000_000);
};

/** An identical line that is a fact of its own. */
export const toAnotherLine: Mutation = (value, random) => {
  objectAt(value, 'after')['line_id'] = random.integer(1_000_000, 2_000_000_000);
};
