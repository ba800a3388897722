/** No rebuild meanwhile; other batches are not held up. */
export const besideRebuilds = 'lock table contract.state in row exclusive mode';

/**
 * Nothing else is derived meanwhile. To be taken before the transaction's first look at the data: whoever waited for another
 * must see what that one wrote. Readers and whoever brings in source events are not held up.
 */
export const alone = 'lock table contract.state in share row exclusive mode';
