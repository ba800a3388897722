import { Option } from '@commander-js/extra-typings';
import { shortestMaskKey } from '../../policy/identity/unfitForProduction.ts';
import { parseBrokers } from '../kafka/parsers.ts';
import {
  parseBatchSize,
  parseDatabaseUrl,
  parseJwksUrl,
  parseLeaseSeconds,
  parseLiveLimits,
  parseMaskKey,
  parseOrigins,
  parsePort,
  parsePublicKey,
  parseSeconds,
  parseText,
} from './parsers.ts';

/** `--project`: the folder that holds `schema/`. */
export function projectOption() {
  return new Option('--project <dir>', 'folder of the contract project (the one that holds schema/)').default(
    '.',
  );
}

/** `--format`: for people or for programs. */
export function formatOption() {
  return new Option('--format <format>', 'output for people or for programs')
    .choices(['text', 'json'] as const)
    .default('text' as const);
}

/** `--database-url` / `DATABASE_URL`. */
export function databaseUrlOption(description = 'PostgreSQL to use; an embedded one when absent') {
  return new Option('--database-url <url>', description).env('DATABASE_URL').argParser(parseDatabaseUrl);
}

/** `--data-dir` / `CONCORDAT_DATA_DIR`: where the embedded PostgreSQL keeps its data. */
export function dataDirOption() {
  return new Option('--data-dir <dir>', 'data of the embedded PostgreSQL')
    .env('CONCORDAT_DATA_DIR')
    .default('.concordat');
}

/** `--events`: which of the embedded databases. */
export function eventsOption(
  description = 'work on the embedded database of the logs of this folder, as "npm start -- --events" fills it',
) {
  return new Option('--events <dir>', description).argParser(parseText);
}

/** `--kafka-brokers` / `KAFKA_BROKERS` of commands that do not ask Kafka. */
export function embeddedBrokersOption() {
  return new Option(
    '--kafka-brokers <host:port,...>',
    'work on the embedded database that takes what topics of this Kafka bring, as "npm start" fills it',
  )
    .env('KAFKA_BROKERS')
    .argParser(parseBrokers);
}

/** `--port` / `PORT`. */
export function portOption(fallback = 4000, description = 'port to listen on') {
  return new Option('--port <port>', description).env('PORT').argParser(parsePort).default(fallback);
}

/** `--live-limits` / `CONCORDAT_LIVE_LIMITS`. */
export function liveLimitsOption() {
  return new Option(
    '--live-limits <name=value,...>',
    'limits of subscriptions that differ from those in docs/live.md, e.g. socketsPerConsumer=5000',
  )
    .env('CONCORDAT_LIVE_LIMITS')
    .argParser(parseLiveLimits);
}

/** `--metrics-port` / `CONCORDAT_METRICS_PORT`. */
export function metricsPortOption() {
  return new Option(
    '--metrics-port <port>',
    'serve /metrics on this port, without tokens; nowhere when absent',
  )
    .env('CONCORDAT_METRICS_PORT')
    .argParser(parsePort);
}

/** `--stall-after`. */
export function stallAfterOption() {
  return new Option(
    '--stall-after <duration>',
    'time without a turn of a worker after which /livez fails; 40 leases when absent',
  ).argParser(parseSeconds);
}

/** `--host`. */
export function hostOption(fallback: string) {
  return new Option('--host <address>', 'address to listen on').default(fallback);
}

/** `--jwks-url` / `CONCORDAT_JWKS_URL`. */
export function jwksUrlOption() {
  return new Option('--jwks-url <url>', "address of the token issuer's JWK set")
    .env('CONCORDAT_JWKS_URL')
    .argParser(parseJwksUrl);
}

/** `--jwt-public-key` / `CONCORDAT_JWT_PUBLIC_KEY`. */
export function jwtPublicKeyOption() {
  return new Option(
    '--jwt-public-key <pem>',
    'public key that tokens are verified with (PEM), instead of a JWK set',
  )
    .env('CONCORDAT_JWT_PUBLIC_KEY')
    .argParser(parsePublicKey);
}

/** `--jwt-issuer` / `CONCORDAT_JWT_ISSUER`. */
export function jwtIssuerOption() {
  return new Option('--jwt-issuer <issuer>', 'the `iss` that tokens must have')
    .env('CONCORDAT_JWT_ISSUER')
    .argParser(parseText);
}

/** `--jwt-audience` / `CONCORDAT_JWT_AUDIENCE`. */
export function jwtAudienceOption() {
  return new Option('--jwt-audience <audience>', 'the `aud` that tokens must have')
    .env('CONCORDAT_JWT_AUDIENCE')
    .argParser(parseText);
}

/** `--mask-key` / `CONCORDAT_MASK_KEY`. */
export function maskKeyOption() {
  return new Option(
    '--mask-key <secret>',
    `secret behind HASH and TOKEN masks and cursors; at least ${shortestMaskKey} characters`,
  )
    .env('CONCORDAT_MASK_KEY')
    .argParser(parseMaskKey);
}

/** `--region` / `CONCORDAT_REGION`. */
export function regionOption() {
  return new Option('--region <region>', 'serve only rows that reside in this region').env(
    'CONCORDAT_REGION',
  );
}

/** `--allowed-origins` / `CONCORDAT_ALLOWED_ORIGINS`. */
export function allowedOriginsOption() {
  return new Option(
    '--allowed-origins <origin,...>',
    "origins of pages that may open WebSockets, beside the gateway's own",
  )
    .env('CONCORDAT_ALLOWED_ORIGINS')
    .argParser(parseOrigins)
    .default([] as readonly string[], 'none');
}

/** `--batch-size`. */
export function batchSizeOption() {
  return new Option('--batch-size <events>', 'source events in one transaction of a derivation, about')
    .argParser(parseBatchSize)
    .default(1_000);
}

/** `--lease-seconds`. */
export function leaseSecondsOption() {
  return new Option(
    '--lease-seconds <seconds>',
    'how long a process may be silent before others take its share',
  )
    .argParser(parseLeaseSeconds)
    .default(15);
}

/** `--log-level`. */
export function logLevelOption() {
  return new Option('--log-level <level>', 'least important messages to log')
    .choices(['debug', 'info', 'warn', 'error', 'silent'] as const)
    .default('info' as const);
}
