/** Where an ingest stands. Bytes are of the files as they lie on disk, packed or not. */
export interface IngestProgress {
  readonly file: string;
  readonly fileIndex: number;
  readonly fileCount: number;
  /** READING while lines come in; WRITING while they are compared with what is there and added. */
  readonly phase: 'READING' | 'WRITING';
  readonly fileBytesRead: number;
  readonly fileBytes: number;
  /** Lines of this file so far. */
  readonly lines: number;
  /** Over all files of this ingest. */
  readonly bytesRead: number;
  readonly bytes: number;
}

/** What became of one file. */
export interface IngestedFile {
  readonly file: string;
  /** Events in the file. */
  readonly events: number;
  /** Events that were not in raw yet. */
  readonly added: number;
  /** Events in the file by topic. */
  readonly topics: readonly TopicCount[];
}

/** How many events of a topic there are. */
export interface TopicCount {
  readonly topic: string;
  readonly events: number;
}
