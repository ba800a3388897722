/** Options of Node.js by which a process's clock is off by so many milliseconds. */
export function shiftedClock(byMs: number): readonly string[] {
  const code = `
    const real = Date.now;
    const Shifted = class extends Date {
      constructor(...parts) {
        if (parts.length === 0) super(real() + ${byMs});
        else super(...parts);
      }
      static now() { return real() + ${byMs}; }
    };
    globalThis.Date = Shifted;`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}
