import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseWholeNumber } from '../options/parsers.ts';

const broker = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/;

/** Addresses of brokers, `host:port` separated by commas. @throws InvalidArgumentError */
export function parseBrokers(text: string): readonly string[] {
  const brokers = text.split(',').map((part) => part.trim());
  const isUsable = (address: string): boolean => {
    const port = Number(broker.exec(address)?.[2]);
    return port >= 1 && port <= 65_535;
  };
  if (!brokers.every(isUsable)) {
    throw new InvalidArgumentError('Give host:port of one broker or more, separated by commas.');
  }
  return brokers;
}

/** A file of certificates in PEM; gives its text. @throws InvalidArgumentError */
export function parseCertificateFile(path: string): string {
  return readPem(path, /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/, 'no certificate in PEM');
}

/** A file of a private key in PEM; gives its text. @throws InvalidArgumentError */
export function parseKeyFile(path: string): string {
  return readPem(path, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'no private key in PEM');
}

function readPem(path: string, beginning: RegExp, lacks: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError('There is no such file, or it cannot be read.');
  }
  if (!beginning.test(text)) throw new InvalidArgumentError(`The file holds ${lacks}.`);
  return text;
}

/** A number of partitions. @throws InvalidArgumentError */
export function parsePartitions(text: string): number {
  return parseWholeNumber(text, 1, 10_000);
}

/** A replication factor. @throws InvalidArgumentError */
export function parseReplication(text: string): number {
  return parseWholeNumber(text, 1, 100);
}
