/** Long enough for every path of the gateway; a longer one is somebody's probe. */
const longestPath = 200;

/** What a log may say of a URL: the path alone. */
export function loggedPath(url: string): string {
  return url.split('?', 1).join('').slice(0, longestPath);
}
