// Jest wants a default export; the repository's own code has named ones only.
export { setup as default } from './test/support/globalSetup.ts';
