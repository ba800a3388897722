/** Nobody reads more at once, and each is placed by counting the document's lines from its beginning. */
export const mostValidationErrors = 20;
