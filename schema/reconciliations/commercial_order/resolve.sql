-- Laterals over the order's own rows, so that a few orders cost a few index reads.
select
  orders.order_id,
  case
    when orders.is_canceled or orders.is_unavailable then 'VOID'
    when items.item_count > 0 and coalesce(shipments.is_handed_over, false) then
      case when abs(payments.paid_total - items.items_total) > 0.05 then 'DISPUTED' else 'RECOGNIZED' end
    else 'OPEN'
  end as recognition,
  items.item_count,
  payments.payment_count,
  items.items_total,
  payments.paid_total,
  payments.paid_total - items.items_total as difference
from order_capture.orders
cross join lateral (
  select count(*)::integer as item_count, coalesce(sum(price + freight), 0) as items_total
  from order_capture.order_items
  where order_items.order_id = orders.order_id and order_items.placement = orders.placement
) as items
cross join lateral (
  select count(*)::integer as payment_count, coalesce(sum(paid_amount), 0) as paid_total
  from payment_settlement.payments
  where payments.order_id = orders.order_id
) as payments
left join shipment_execution.shipments on shipments.order_id = orders.order_id
