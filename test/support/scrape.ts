/** Samples of a scrape by name and labels as they stand, e.g. `x_total{worker="deriver"}`. */
export type Samples = ReadonlyMap<string, number>;

const comment =
  /^# (?:HELP [a-z_][a-z0-9_]* \S.*|TYPE [a-z_][a-z0-9_]* (?:counter|gauge|histogram|summary))$/;
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sample = new RegExp(
  `^([a-zA-Z_][a-zA-Z0-9_]*(?:\\{${label}(?:,${label})*\\})?) (NaN|[+-]Inf|[-+0-9.e]+)$`,
);

/** Reads Prometheus's text format; throws at a line that is not of it, and at a sample that stands there twice. */
export function parseScrape(text: string): Samples {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || comment.test(line)) continue;
    const [, name, value] = sample.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`No line of metrics: ${line}`);
    if (samples.has(name)) throw new Error(`A sample stands there twice: ${name}`);
    samples.set(name, Number(value.replace('Inf', 'Infinity')));
  }
  return samples;
}

/** Scrapes an address. */
export async function scrape(address: string): Promise<Samples> {
  const response = await fetch(`${address}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answers ${response.status}.`);
  return parseScrape(await response.text());
}
