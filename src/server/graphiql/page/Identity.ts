/** As whom the page asks: a token, and the one of its purposes that a request narrows to. */
export interface Identity {
  readonly token: string;
  readonly purpose: string;
}
