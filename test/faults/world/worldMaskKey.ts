/** The secret behind masks in all worlds. */
export const worldMaskKey = 'm'.repeat(32);
