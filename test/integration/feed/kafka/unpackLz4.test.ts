import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { unpackLz4 } from '../../../../src/feed/kafka/unpackLz4.ts';
import { fetchJars } from '../../../kafka/fetchJars.ts';
import { kafkaDirectory } from '../../../kafka/sharedKafka.ts';

const program = join(packageRoot(), 'test', 'kafka', 'PackLz4.java');
const mebibyte = 1024 * 1024;

let jars: string;
beforeAll(async () => {
  jars = await fetchJars(kafkaDirectory);
}, 240_000);

/** What packs well beside what does not pack at all, over several blocks. */
const noise = Array.from({ length: 8_000 }, (_, index) =>
  createHash('sha256').update(String(index)).digest(),
);
const words = noise.slice(0, 2_000).map((bytes, index) => `${index} ${bytes.toString('hex').slice(0, 6)} `);
const content = Buffer.concat([
  Buffer.from(words.join('as good as gold ')),
  ...noise,
  Buffer.alloc(mebibyte / 2, 'ab'),
  ...noise.slice(0, 10),
]);

async function packByJava(...options: readonly string[]): Promise<Buffer> {
  const java = spawn('java', ['-cp', `${jars}/*`, program, ...options], { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => java.once('exit', resolve));
  const said = text(java.stderr);
  const packed = buffer(java.stdout);
  java.stdin.end(content);
  if ((await ended) !== 0) throw new Error(`Java's LZ4 failed: ${(await said).slice(-2_000)}`);
  return packed;
}

describe("what Java's LZ4 packed", () => {
  it.each([
    ['SIZE_64KB', ['BLOCK_INDEPENDENCE']],
    ['SIZE_64KB', ['BLOCK_INDEPENDENCE', 'BLOCK_CHECKSUM']],
    ['SIZE_256KB', ['BLOCK_INDEPENDENCE', 'CONTENT_CHECKSUM', 'CONTENT_SIZE']],
    ['SIZE_4MB', ['BLOCK_INDEPENDENCE', 'BLOCK_CHECKSUM', 'CONTENT_CHECKSUM', 'CONTENT_SIZE']],
  ])(
    'is unpacked byte for byte: blocks of %s, %j',
    async (blockSize, bits) => {
      const packed = await packByJava(blockSize, ...bits);
      expect(packed.length).toBeLessThan(content.length);
      expect(unpackLz4(packed, content.length).equals(content)).toBe(true);
      expect(() => unpackLz4(packed, content.length - 1)).toThrow('more than may be held');
    },
    60_000,
  );
});
