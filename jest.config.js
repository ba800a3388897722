import { availableParallelism } from 'node:os';

const cores = availableParallelism();

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/jest.setup.js',
  globalTeardown: '<rootDir>/jest.teardown.js',
  // Jest leaves a core to itself, which on two cores is half the machine; and much of a test is waiting for brokers and databases.
  maxWorkers: cores < 4 ? cores + 1 : '100%',
  // Modules of suites that are over stay in a worker's memory, and collecting garbage takes ever longer.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
