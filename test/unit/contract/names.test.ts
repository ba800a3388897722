import { describe, expect, it } from '@jest/globals';
import {
  contractId,
  toCamelCase,
  toPascalCase,
  toSnakeCase,
  versionedTypeName,
} from '../../../src/contract/names.ts';

describe('names', () => {
  it.each([
    ['netAmount', 'net_amount'],
    ['id', 'id'],
    ['buyerID', 'buyer_id'],
    ['eanCode13', 'ean_code13'],
    ['isEUMarket', 'is_eu_market'],
    ['order_id', 'order_id'],
  ])('turns field %s into column %s', (field, column) => {
    expect(toSnakeCase(field)).toBe(column);
  });

  it('turns contract names into type and query names', () => {
    expect(toPascalCase('finance_recognized_sale')).toBe('FinanceRecognizedSale');
    expect(toCamelCase('finance_recognized_sale')).toBe('financeRecognizedSale');
    expect(toCamelCase('FinanceRecognizedSaleV1')).toBe('financeRecognizedSaleV1');
  });

  it('writes versions', () => {
    expect(versionedTypeName('Sale', 2)).toBe('SaleV2');
    expect(contractId('sale', 2)).toBe('sale@2');
  });
});
