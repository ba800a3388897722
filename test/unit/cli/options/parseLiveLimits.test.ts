import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseLiveLimits } from '../../../../src/cli/options/parsers.ts';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { defaultLiveLimits } from '../../../../src/server/live/LiveLimits.ts';

it('reads limits by name', () => {
  expect(parseLiveLimits('socketsPerConsumer=5000, idleMs = 600000')).toEqual({
    socketsPerConsumer: 5_000,
    idleMs: 600_000,
  });
});

it.each([
  ['sockets=1', /There is no limit "sockets"\. There are waitingBytes, .*socketsPerConsumer/],
  ['', /There is no limit ""/],
  ['__proto__=1', /There is no limit "__proto__"/],
  ['idleMs', /whole number from 1 to 2147483647/],
  ['idleMs=0', /whole number from 1/],
  ['idleMs=2147483648', /whole number from 1 to 2147483647/],
  ['idleMs=1e3', /whole number/],
  ['idleMs=1=2', /whole number/],
  ['tailBytes=1,idleMs=abc', /"idleMs": Give a whole number/],
  ['idleMs=5,idleMs=6', /"idleMs" is there twice/],
  [
    'foo=1,idleMs=abc,socketsPerConsumer=0,bar=2',
    /"idleMs": Give a whole .* "socketsPerConsumer": Give a whole .* no limit "foo"\. There is no limit "bar"\. There are waitingBytes,/,
  ],
])('refuses %j and says why', (text, why) => {
  expect(() => parseLiveLimits(text)).toThrow(why);
});

it('docs/live.md names every limit, and none that there is not', async () => {
  const text = await readFile(join(packageRoot(), 'docs', 'live.md'), 'utf8');
  const [section = ''] = /^## Limits$[\s\S]*?(?=^## )/m.exec(text) ?? [];
  const named = Array.from(section.matchAll(/`([a-z]+[A-Z]\w*)`/g), ([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(Object.keys(defaultLiveLimits).sort());
});
