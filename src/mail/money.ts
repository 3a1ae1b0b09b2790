/** An amount of money; `currency` is its code by ISO 4217. Every currency here has hundredths. */
export interface Money {
  readonly hundredths: number;
  readonly currency: string;
}
