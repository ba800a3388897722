import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';

/** Files of the page by name; each also gzipped under its name and `.gz`. */
type PageFiles = ReadonlyMap<string, Buffer>;

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
  const content = found.get(name);
  // The directory's own names only, so no name can lead out of it.
  if (type === undefined || content === undefined) return sendError(request, reply, 404, notBuilt(found));
  reply.type(type).headers({
    'content-security-policy': contentSecurityPolicy,
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    vary: 'Accept-Encoding',
  });
  const packed = found.get(`${name}.gz`);
  const takesGzip = request.headers['accept-encoding']?.includes('gzip') === true;
  return packed && takesGzip ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(content);
}

function notBuilt(files: PageFiles): Pick<ConcordatError, 'message' | 'fix'> & { readonly code: string } {
  return files.size > 0
    ? { code: 'NOT_FOUND', message: 'The page has no such file.', fix: 'Open /graphiql.' }
    : { code: 'NOT_FOUND', message: 'The page has not been built.', fix: 'Run `npm run build:page` once.' };
}

async function readFiles(directory: string): Promise<PageFiles> {
  const names = await readdir(directory).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(directory, name))] as const),
  );
  return new Map(files);
}
