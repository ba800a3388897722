/** The declaration files of a project: path relative to the project's root (with `/`) to text. */
export type ProjectFiles = ReadonlyMap<string, string>;
