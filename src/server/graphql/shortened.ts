/** Long enough for what graphql-js has to say, and too short for what was sent to be sent back. */
const mostCharacters = 500;
const gap = ' … ';

/** A message cut in its middle to 500 characters: it often begins with what it speaks of and ends with the reason. */
export function shortened(message: string): string {
  if (message.length <= mostCharacters) return message;
  const kept = Math.floor((mostCharacters - gap.length) / 2);
  // A cut can fall between the two halves of a character.
  return `${message.slice(0, kept)}${gap}${message.slice(-kept)}`.toWellFormed();
}
