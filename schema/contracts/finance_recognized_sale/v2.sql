-- Columns order_id, invoice and country are no fields: a change of a product row finds the rows that it touches by them.
select
  'marketplace:' || orders.order_id as sale_id,
  'MARKETPLACE' as channel,
  'SALE' as sale_kind,
  commercial_order.recognition as financial_recognition_status,
  shipments.handed_over_at as recognized_at,
  'BR' as market,
  'LATIN_AMERICA' as region,
  'BRL' as currency,
  items.goods_amount as net_goods_amount,
  items.freight_amount,
  commercial_order.paid_total as paid_amount,
  orders.buyer_id,
  floor(extract(epoch from shipments.handed_over_at - orders.placed_at) / 86400)::integer as recognition_delay_days,
  orders.order_id,
  null::text as invoice,
  null::text as country
from reconciliation.commercial_order
join order_capture.orders on orders.order_id = commercial_order.order_id
join shipment_execution.shipments on shipments.order_id = commercial_order.order_id
cross join lateral (
  select sum(price) as goods_amount, sum(freight) as freight_amount
  from order_capture.order_items
  where order_items.order_id = orders.order_id and order_items.placement = orders.placement
) as items
where commercial_order.recognition in ('RECOGNIZED', 'DISPUTED')
union all
select
  'stores:' || invoices.invoice,
  'STORES',
  invoices.sale_kind,
  'RECOGNIZED',
  invoices.recognized_at,
  markets.market,
  coalesce(markets.region, 'UNKNOWN'),
  'GBP',
  invoices.goods_amount,
  invoices.freight_amount,
  null,
  invoices.buyer_id,
  null,
  null,
  invoices.invoice,
  invoices.country
from (
  -- The lines of an invoice agree on customer and country; should they ever differ, the smallest is taken.
  select
    invoice,
    min(sale_kind) as sale_kind,
    max(written_at) as recognized_at,
    coalesce(sum(line_amount) filter (where line_kind = 'PRODUCT'), 0) as goods_amount,
    coalesce(sum(line_amount) filter (where line_kind = 'FREIGHT'), 0) as freight_amount,
    min(customer) as buyer_id,
    min(country) as country
  from (
    select
      invoice, 'SALE' as sale_kind, sold_at as written_at, line_kind, unit_price * quantity * times as line_amount, customer, country
    from store_sales.sale_lines
    union all
    select
      invoice, 'CREDIT_NOTE', credited_at, line_kind, -unit_price * returned_quantity * times, customer, country
    from returns.credit_lines
  ) as line
  group by invoice
) as invoices
left join store_sales.markets on markets.country = invoices.country
