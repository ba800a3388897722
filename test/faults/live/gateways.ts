import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { issueToken } from '../../../src/policy/identity/issueToken.ts';
import { startProcess, type Process } from '../world/startProcess.ts';
import type { World } from '../world/createWorld.ts';
import { worldMaskKey } from '../world/worldMaskKey.ts';

const main = join(packageRoot(), 'src', 'main.ts');
const [issuer, audience] = ['https://issuer.test', 'concordat-test'];

export interface Gateways {
  /** Starts `concordat serve`, with Kafka as the test reaches it or as is said. */
  start(options?: { readonly brokers?: string }): Promise<Process>;
  readonly tokenFor: (consumer: string, purpose: string) => Promise<string>;
  /** Addresses of those that run. */
  readonly addresses: () => readonly string[];
  readonly running: () => readonly Process[];
  endAll(): Promise<void>;
}

/** Gateways before a world, each a process of its own. */
export function createGateways(world: World): Gateways {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const started: Process[] = [];
  const running = (): readonly Process[] => started.filter((one) => one.ended() === undefined);
  return {
    running,
    async start({ brokers = world.settings.brokers.join(',') } = {}) {
      const one = startProcess(
        main,
        ['serve', '--project', world.root, '--port', '0', '--host', '127.0.0.1'],
        {
          env: {
            DATABASE_URL: world.connectionString,
            KAFKA_BROKERS: brokers,
            CONCORDAT_MASK_KEY: worldMaskKey,
            CONCORDAT_JWT_ISSUER: issuer,
            CONCORDAT_JWT_AUDIENCE: audience,
            CONCORDAT_JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
          },
        },
      );
      started.push(one);
      await one.until('"msg":"serving"');
      return one;
    },
    tokenFor: (consumer, purpose) =>
      issueToken(
        { consumer, purposes: [purpose], expiresIn: 86_400 },
        { issuer, audience, key: privateKey, algorithm: 'EdDSA' },
      ),
    addresses: () =>
      running()
        .map((one) => one.address())
        .filter((address) => address !== ''),
    async endAll() {
      await Promise.all(started.map((one) => one.end('SIGKILL')));
    },
  };
}
