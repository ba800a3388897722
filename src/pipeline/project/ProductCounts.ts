/** What became of a product's source events. `inputs` = `applied` + `parked`, always (I4). */
export interface ProductCounts {
  readonly product: string;
  readonly inputs: number;
  readonly applied: number;
  readonly parked: number;
}
