select
  orders.order_id,
  orders.approved_at as ready_at,
  items.ship_by,
  items.item_count,
  items.seller_ids,
  orders.destination_state,
  orders.destination_postal_prefix
from order_capture.orders
cross join lateral (
  select
    min(ship_by) as ship_by,
    count(*)::integer as item_count,
    array_agg(distinct seller_id order by seller_id) as seller_ids
  from order_capture.order_items
  where order_items.order_id = orders.order_id and order_items.placement = orders.placement
) as items
where orders.is_approved
  and not orders.is_canceled
  and not orders.is_unavailable
  and items.item_count > 0
  and not exists (
    select from shipment_execution.shipments where shipments.order_id = orders.order_id and shipments.is_handed_over
  )
