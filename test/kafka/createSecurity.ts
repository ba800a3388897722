import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const storePassword = 'of the tests';

/** A certificate for 127.0.0.1 and users, all of them of the tests alone. */
export interface Security {
  /** PEM of the certificate that clients trust. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
  /** Lines of `server.properties`. */
  readonly properties: readonly string[];
  /** Arguments of `kafka-storage format`. */
  readonly formatArguments: readonly string[];
}

/** Makes a certificate by the JDK's keytool, and lets `username` in by PLAIN and SCRAM. */
export async function createSecurity(directory: string): Promise<Security> {
  await mkdir(directory, { recursive: true });
  const store = join(directory, 'server.p12');
  const certificate = join(directory, 'server.pem');
  const common = ['-keystore', store, '-storepass', storePassword, '-alias', 'server'];
  await run('keytool', [
    ...['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=localhost'],
    ...['-validity', '2', '-ext', 'san=ip:127.0.0.1,dns:localhost', '-ext', 'bc=ca:true', ...common],
  ]);
  await run('keytool', ['-exportcert', '-rfc', '-file', certificate, ...common]);
  const [username, password] = ['concordat', 'not a secret'];
  const listener = 'listener.name.sasl_ssl';
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return {
    ca: await readFile(certificate, 'utf8'),
    username,
    password,
    properties: [
      `${listener}.ssl.keystore.location=${store}`,
      `${listener}.ssl.keystore.password=${storePassword}`,
      `${listener}.ssl.keystore.type=PKCS12`,
      `${listener}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512`,
      `${listener}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
      `${listener}.scram-sha-256.sasl.jaas.config=${scram}`,
      `${listener}.scram-sha-512.sasl.jaas.config=${scram}`,
    ],
    formatArguments: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${username},password=${password}]`,
    ]),
  };
}
