-- An order whose items are known has been placed, so placement is joined without a further condition.
select
  orders.order_id,
  items.seller_id,
  case when items.seller_city !~ '[@0-9]' then nullif(items.seller_city, '') end as seller_city,
  items.seller_state,
  items.item_count,
  items.goods_amount,
  items.freight_amount,
  (orders.placed_at at time zone 'America/Sao_Paulo')::date as placed_on,
  orders.destination_state as buyer_state,
  case
    when orders.is_canceled or orders.is_unavailable then 'VOID'
    when shipments.is_delivered then 'DUE'
    else 'PENDING'
  end as settlement_state
from order_capture.orders
cross join lateral (
  select
    seller_id,
    (array_agg(seller_city order by order_item_id))[1] as seller_city,
    (array_agg(seller_state order by order_item_id))[1] as seller_state,
    count(*)::integer as item_count,
    sum(price) as goods_amount,
    sum(freight) as freight_amount
  from order_capture.order_items
  where order_items.order_id = orders.order_id and order_items.placement = orders.placement
  group by seller_id
) as items
left join shipment_execution.shipments on shipments.order_id = orders.order_id
