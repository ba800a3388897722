import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConcordatError } from '../../errors/ConcordatError.ts';

const newline = 0x0a;

/** One for all: a packed file may have hundreds of millions of blank lines. */
const blank = Buffer.alloc(0);

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

/** Where the line that begins at `start` ends; -1 when it goes on in the next chunk. */
function endOfLine(chunk: Buffer, start: number): number {
  // Asked first, because a search costs more than a blank line is worth.
  return chunk[start] === newline ? start : chunk.indexOf(newline, start);
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
    for (let end = endOfLine(chunk, 0); end !== -1; end = endOfLine(chunk, start)) {
      if (openBytes > 0) {
        lines.push(Buffer.concat([...open, chunk.subarray(start, end)]));
        open = [];
        openBytes = 0;
      } else lines.push(start === end ? blank : chunk.subarray(start, end));
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
