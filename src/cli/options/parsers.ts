import { statSync } from 'node:fs';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { EventReference } from '../../pipeline/parked/ParkedFilter.ts';
import { publicKeyOf } from '../../policy/identity/publicKeyOf.ts';
import { shortestMaskKey } from '../../policy/identity/unfitForProduction.ts';
import { defaultLiveLimits, type LiveLimits } from '../../server/live/LiveLimits.ts';

/** A TCP port, 0 for any free one. @throws InvalidArgumentError */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  return port;
}

/** A PostgreSQL connection URL. @throws InvalidArgumentError */
export function parseDatabaseUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:') {
    throw new InvalidArgumentError('Give a URL like postgresql://user:password@host:5432/database.');
  }
  return text;
}

/** Origins of web pages, with commas between. @throws InvalidArgumentError */
export function parseOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    const url = URL.parse(origin);
    if (url?.origin !== origin || !/^https?:$/.test(url.protocol)) {
      throw new InvalidArgumentError(
        'Give origins like https://shop.example, without a path, with commas between.',
      );
    }
  }
  return origins;
}

/** An http or https address. @throws InvalidArgumentError */
export function parseHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new InvalidArgumentError('Give a URL like http://collector:4318.');
  }
  return text;
}

/** The address of a JWK set; plain http only on this machine. @throws InvalidArgumentError */
export function parseJwksUrl(text: string): string {
  const url = URL.parse(text);
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1' || url?.hostname === '[::1]';
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
    throw new InvalidArgumentError('Give an https URL (http only for localhost).');
  }
  return text;
}

/** The public key of a token issuer, as PEM or JWK. @throws InvalidArgumentError */
export function parsePublicKey(text: string): string {
  try {
    publicKeyOf(text);
  } catch (error) {
    if (error instanceof ConcordatError) throw new InvalidArgumentError(error.message);
    throw error;
  }
  return text;
}

/** Any text, but not none: a variable can be set to it by mistake. @throws InvalidArgumentError */
export function parseText(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** A secret that is long enough. @throws InvalidArgumentError */
export function parseMaskKey(text: string): string {
  if (text.length < shortestMaskKey) {
    throw new InvalidArgumentError(
      `A mask key has at least ${shortestMaskKey} characters, e.g. of: openssl rand -base64 32.`,
    );
  }
  return text;
}

/** A duration like `90s`, `15m`, `1h` or `30d`, in seconds. @throws InvalidArgumentError */
export function parseSeconds(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = { s: 1, m: 60, h: 3_600, d: 86_400 }[match?.[2] ?? ''];
  const count = Number(match?.[1]);
  if (unit === undefined || count < 1) {
    throw new InvalidArgumentError('Give a duration like 90s, 15m, 1h or 30d.');
  }
  return count * unit;
}

/** A whole number within bounds. @throws InvalidArgumentError */
export function parseWholeNumber(text: string, least: number, most: number): number {
  const number = wholeNumber(text, least, most);
  if (number === undefined) throw new InvalidArgumentError(wantedNumber(least, most));
  return number;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return /^\d{1,10}$/.test(text) && number >= least && number <= most ? number : undefined;
}

const wantedNumber = (least: number, most: number): string => `Give a whole number from ${least} to ${most}.`;

/** More milliseconds no timer takes, and none of the other limits is wanted as high. */
const highestLimit = 2_147_483_647;

/** Limits of subscriptions, `name=value` with commas between. @throws InvalidArgumentError that says all that is wrong */
export function parseLiveLimits(text: string): Partial<LiveLimits> {
  const limits: Partial<Record<keyof LiveLimits, number>> = {};
  const problems: string[] = [];
  const unknown: string[] = [];
  for (const pair of text.split(',')) {
    const [name = '', ...value] = pair.split('=').map((part) => part.trim());
    const number = wholeNumber(value.join('='), 1, highestLimit);
    if (!isLiveLimit(name)) unknown.push(name);
    else if (name in limits) problems.push(`"${name}" is there twice.`);
    else if (number === undefined) problems.push(`"${name}": ${wantedNumber(1, highestLimit)}`);
    else limits[name] = number;
  }
  for (const name of unknown) problems.push(`There is no limit "${name}".`);
  if (unknown.length > 0) problems.push(`There are ${Object.keys(defaultLiveLimits).join(', ')}.`);
  if (problems.length > 0) throw new InvalidArgumentError(problems.join(' '));
  return limits;
}

function isLiveLimit(name: string): name is keyof LiveLimits {
  return Object.hasOwn(defaultLiveLimits, name);
}

/** How many source events to derive at once. @throws InvalidArgumentError */
export function parseBatchSize(text: string): number {
  return parseWholeNumber(text, 1, 100_000);
}

/** How long a lease is, in seconds. @throws InvalidArgumentError */
export function parseLeaseSeconds(text: string): number {
  return parseWholeNumber(text, 1, 3_600);
}

/** `name=value` pairs, collected over repeated flags. @throws InvalidArgumentError */
export function collectClaim(
  text: string,
  previous: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new InvalidArgumentError('Give a claim as name=value.');
  }
  return new Map([...previous, [text.slice(0, at), text.slice(at + 1)]]);
}

/** How many things to show. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  return parseWholeNumber(text, 1, 1_000_000);
}

/** A source event as `parked` names it, collected over several. @throws InvalidArgumentError */
export function collectEvent(
  text: string,
  previous: readonly EventReference[] = [],
): readonly EventReference[] {
  const match = /^([a-zA-Z0-9._-]{1,249})\/(-?\d{1,9})\/(\d{1,18})$/.exec(text);
  const [, source, partition, offset] = match ?? [];
  if (source === undefined || partition === undefined || offset === undefined) {
    throw new InvalidArgumentError(
      'Name an event as <source>/<partition>/<offset>, as "concordat parked" does.',
    );
  }
  return [...previous, { source, partition: Number(partition), offset }];
}

/** A file of source events, collected over several. @throws InvalidArgumentError */
export function collectEventFile(path: string, previous: readonly string[] = []): readonly string[] {
  if (!/\.ndjson(\.gz)?$/.test(path)) {
    throw new InvalidArgumentError(
      'Name files of source events *.ndjson, or *.ndjson.gz when they are packed.',
    );
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new InvalidArgumentError('There is no such file.');
  }
  return [...previous, path];
}
