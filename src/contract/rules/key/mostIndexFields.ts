/**
 * Fields of a key, and of a combined index. The key follows in each index, and Postgres takes 32 columns:
 * https://www.postgresql.org/docs/current/limits.html
 */
export const mostIndexFields = 16;
