import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConcordatError } from '../../errors/ConcordatError.ts';

const newline = 0x0a;

/** Longest line that is read, in bytes: no broker takes larger records, and a file without line ends must not fill memory. */
export const maxLineBytes = 64 * 1024 * 1024;

function tooLong(path: string, line: number): ConcordatError {
  return new ConcordatError(
    'INPUT_INVALID',
    `${path}, line ${line}: the line is longer than ${maxLineBytes} bytes.`,
    {
      fix: 'See that the file has one JSON object a line, with line ends.',
    },
  );
}

/**
 * The lines of a file as bytes, without their line feeds, in groups as they are read; a file named `*.gz` is unpacked on
 * the way. Memory is bounded by the longest line. `onBytes` is told how many bytes of the file itself were read.
 *
 * @throws ConcordatError INPUT_INVALID when a line is too long or the file is not what its name says.
 */
export async function* readLines(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer[]> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  file.on('data', (chunk) => {
    onBytes(chunk.length);
  });
  // The callback is for errors of `file`, which destroy the unpacker and so reach the loop below.
  const source: AsyncIterable<Buffer> = path.endsWith('.gz')
    ? pipeline(file, createGunzip({ chunkSize: 256 * 1024 }), () => undefined)
    : file;
  let open: Buffer[] = [];
  let openBytes = 0;
  let line = 0;
  for await (const chunk of source) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const piece = chunk.subarray(start, end);
      lines.push(openBytes === 0 ? piece : Buffer.concat([...open, piece]));
      open = [];
      openBytes = 0;
      start = end + 1;
    }
    line += lines.length;
    if (start < chunk.length) {
      open.push(chunk.subarray(start));
      openBytes += chunk.length - start;
      if (openBytes > maxLineBytes) throw tooLong(path, line + 1);
    }
    if (lines.length > 0) yield lines;
  }
  if (openBytes > 0) yield [Buffer.concat(open)];
}
