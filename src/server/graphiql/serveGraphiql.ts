import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';

interface PageFile {
  readonly content: Buffer;
  /** Of the content: the page is the same for everybody, and a browser that has it need not fetch it again. */
  readonly etag: string;
}

/** Files of the page by name; each also gzipped under its name and `.gz`. */
type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * Nothing but what the page brings itself: no other host, no inline script, no framing. Monaco, GraphiQL's editor,
 * writes its styles into the page as it goes.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ttf: 'font/ttf',
};

/** `/graphiql` and its assets from a directory of built files. Read once, when somebody first opens the page. */
export function serveGraphiql(server: FastifyInstance, directory: string): void {
  let files: Promise<PageFiles> | undefined;
  const read = () => (files ??= readFiles(directory));
  server.get('/graphiql', (request, reply) => send(request, reply, read(), 'index.html'));
  server.get<{ Params: { name: string } }>('/graphiql/assets/:name', (request, reply) =>
    send(request, reply, read(), request.params.name),
  );
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  files: Promise<PageFiles>,
  name: string,
): Promise<FastifyReply> {
  const found = await files;
  const type = mediaTypes[name.slice(name.lastIndexOf('.') + 1)];
  const file = found.get(name);
  // The directory's own names only, so no name can lead out of it.
  if (type === undefined || file === undefined) return sendError(request, reply, 404, notBuilt(found));
  reply.type(type).headers({
    'cache-control': 'no-cache',
    etag: file.etag,
    'content-security-policy': contentSecurityPolicy,
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    vary: 'Accept-Encoding',
  });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  const packed = found.get(`${name}.gz`);
  const takesGzip = request.headers['accept-encoding']?.includes('gzip') === true;
  return packed && takesGzip
    ? reply.header('content-encoding', 'gzip').send(packed.content)
    : reply.send(file.content);
}

function notBuilt(files: PageFiles): Pick<ConcordatError, 'message' | 'fix'> & { readonly code: string } {
  return files.size > 0
    ? { code: 'NOT_FOUND', message: 'The page has no such file.', fix: 'Open /graphiql.' }
    : {
        code: 'NOT_FOUND',
        message: 'The page has not been built.',
        fix: 'Run `npm run build:page` and start again.',
      };
}

async function readFiles(directory: string): Promise<PageFiles> {
  const names = await readdir(directory).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(directory, name));
      const etag = `W/"${createHash('sha256').update(content).digest('base64url')}"`;
      return [name, { content, etag }] as const;
    }),
  );
  return new Map(files);
}
