/** Bounds that OpenTelemetry advises for durations of requests, in seconds: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
export const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Bounds for batches, in seconds: a batch may take minutes. */
export const batchBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];
