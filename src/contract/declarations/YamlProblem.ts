/** Something wrong at a place of a YAML text. */
export interface YamlProblem {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}
