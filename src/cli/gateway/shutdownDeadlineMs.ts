/** How long answers in flight may take after the process was asked to stop; below what orchestrators wait (30 s). */
export const shutdownDeadlineMs = 20_000;
