/**
 * SQL that tells a change `c` from any other that may stand in its place: a database that lost commits gives ids again, and no
 * moments.
 */
export const changeMark = `c.id || '.' || (extract(epoch from c.committed_at) * 1000000)::bigint`;
