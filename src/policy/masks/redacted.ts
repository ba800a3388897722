/** What stands for a text of which nothing may be shown. Its length tells nothing of the value's. */
export const redacted = '********';

/** What stands for the hidden rest of a text of which a part is shown. */
export const hiddenRest = '****';
