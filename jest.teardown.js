export { teardown as default } from './test/support/globalSetup.ts';
