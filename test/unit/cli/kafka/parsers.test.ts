import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCertificateFile, parseKeyFile } from '../../../../src/cli/kafka/parsers.ts';

describe('files of TLS', () => {
  let folder: string;
  const paths = { certificate: '', publicKey: '', privateKey: '' };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-pem-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const texts = {
      certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    for (const name of ['certificate', 'publicKey', 'privateKey'] as const) {
      paths[name] = join(folder, name);
      await writeFile(paths[name], texts[name]);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are what they are said to be, or refused at once', () => {
    expect(parseCertificateFile(paths.certificate)).toContain('CERTIFICATE');
    expect(parseKeyFile(paths.privateKey)).toContain('PRIVATE KEY');
    for (const path of [paths.publicKey, paths.privateKey])
      expect(() => parseCertificateFile(path)).toThrow('The file holds no certificate in PEM.');
    for (const path of [paths.publicKey, paths.certificate])
      expect(() => parseKeyFile(path)).toThrow('The file holds no private key in PEM.');
    expect(() => parseKeyFile(join(folder, 'none'))).toThrow('There is no such file');
  });
});
