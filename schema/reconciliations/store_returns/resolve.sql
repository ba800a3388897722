select
  customer,
  stock_code,
  sum(sold)::bigint as sold_quantity,
  sum(returned)::bigint as returned_quantity,
  sum(returned) <= sum(sold) as is_covered
from (
  select customer, stock_code, times::bigint * quantity as sold, 0 as returned
  from store_sales.sale_lines
  where line_kind = 'PRODUCT' and customer is not null
  union all
  select customer, stock_code, 0, times::bigint * returned_quantity
  from returns.credit_lines
  where line_kind = 'PRODUCT' and customer is not null
) as line
group by customer, stock_code
