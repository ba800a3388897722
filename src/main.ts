#!/usr/bin/env node
// Nothing is imported before this: an older Node.js would die of what it lacks, with an error that says nothing.
const needed = 24;
const { node } = process.versions;
if (Number.parseInt(node, 10) < needed) {
  process.stderr.write(
    `Concordat needs Node.js ${needed} or newer, and this is ${node}.\n  Install it, or start the program with it.\n`,
  );
  process.exitCode = 2;
} else {
  // A gateway may be asked to read its project again before it can, and must not end for it.
  let isHungUp = false;
  if (process.argv[2] === 'serve') {
    process.on('SIGHUP', () => {
      isHungUp = true;
    });
  }
  const { program } = await import('./program.ts');
  await program(() => isHungUp);
}

export {};
