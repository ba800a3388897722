// What Concordat writes into comments of the database, to know its own again.

/** Marks a column of a serving table that is no field: it may go when the SELECT no longer has it. */
export const hiddenColumnComment = 'Concordat: no field of the contract.';

/** Begins the comment of an index that Concordat keeps; its definition follows. */
export const indexCommentPrefix = 'Concordat: ';
