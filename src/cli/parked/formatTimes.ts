/** To stand behind how many events are parked: how many times, where some are parked for several products. */
export function formatTimes(events: number, entries: number): string {
  return events === entries ? '' : `, ${entries} times: once for each product that could not take one`;
}
