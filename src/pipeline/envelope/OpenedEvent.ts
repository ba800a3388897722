/** SQL of what a source event is once it is out of its envelope, over a row `e` of raw.event. */
export interface OpenedEvent {
  /** What must be joined to `e` for the expressions; may be empty. */
  readonly join: string;
  /** `jsonb`: the event's own content. */
  readonly payload: string;
  readonly eventType: string;
  /** As the envelope has it. */
  readonly eventId: string;
  readonly eventTime: string;
  /** Why there is no event to be had; null where there is one. */
  readonly problem: string;
  /** Whether it only repeats what the event before it said, and so is left alone. */
  readonly isEcho: string;
}
