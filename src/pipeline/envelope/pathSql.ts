import { quoteText } from '../../storage/quoteName.ts';

/** A dotted path as the right side of `#>>`. */
export function pathSql(path: string): string {
  return `array[${path.split('.').map(quoteText).join(', ')}]`;
}
