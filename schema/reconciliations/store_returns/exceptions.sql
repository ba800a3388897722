-- `document` is the invoice that an exception is about; `invoice` are those whose finance rows it concerns, `country` the
-- markets on whose reference data it rests.
select
  'RETURNED_MORE_THAN_SOLD' as kind,
  'Returned ' || returned_quantity || ', sold ' || sold_quantity as detail,
  customer,
  stock_code,
  null::text as document,
  array(
    select distinct invoice
    from returns.credit_lines
    where credit_lines.customer = store_returns.customer
      and credit_lines.stock_code = store_returns.stock_code
      and line_kind = 'PRODUCT'
    order by invoice
  ) as invoice,
  '{}'::text[] as country
from reconciliation.store_returns
where not is_covered
union all
select
  'RETURN_WITHOUT_CUSTOMER', 'Lines without a customer: ' || sum(times), null, null, invoice, array[invoice], '{}'
from returns.credit_lines
where line_kind = 'PRODUCT' and customer is null
group by invoice
union all
-- The country of the whole invoice, as its finance row has it; only invoices with goods.
select
  'UNKNOWN_MARKET', 'Country: ' || coalesce(invoices.country, 'none'), null, null, invoice, array[invoice],
  array_remove(array[invoices.country], null)
from (
  select invoice, min(country) as country, bool_or(line_kind = 'PRODUCT') as has_goods
  from (
    select invoice, country, line_kind from store_sales.sale_lines
    union all
    select invoice, country, line_kind from returns.credit_lines
  ) as line
  group by invoice
) as invoices
left join store_sales.markets on markets.country = invoices.country
where has_goods and coalesce(markets.region, 'UNKNOWN') = 'UNKNOWN'
