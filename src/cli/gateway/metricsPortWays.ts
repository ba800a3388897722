/** By which settings the place of metrics beside a gateway is given. */
export const metricsPortWays = '--metrics-port (CONCORDAT_METRICS_PORT) or --host';
