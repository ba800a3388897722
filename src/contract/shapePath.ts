/**
 * Where something is in a payload, as a path of SQL/JSON: `$.items[*].price`, `$.after."Customer ID"`. What is put into
 * `jsonb_path_query(payload, …)` finds it.
 */
export const rootPath = '$';

const plainName = /^[A-Za-z_]\w*$/;

export function memberPath(parent: string, name: string): string {
  return `${parent}.${plainName.test(name) ? name : JSON.stringify(name)}`;
}

export function itemsPath(parent: string): string {
  return `${parent}[*]`;
}
