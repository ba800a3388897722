/** What stands in place of a kind of exception that would tell a caller of a value that it may not see. */
export const withheldKind = 'WITHHELD';
