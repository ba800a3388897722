-- `seller_id` are the sellers that an exception concerns: their rows of an order and no others. Without any it concerns the
-- order as a whole.
select
  'PAYMENT_DIFFERS_FROM_ITEMS' as kind,
  'Paid minus items: ' || trim_scale(difference) || ' BRL' as detail,
  order_id,
  '{}'::text[] as seller_id
from reconciliation.commercial_order
where recognition <> 'VOID' and item_count > 0 and payment_count > 0 and abs(difference) > 0.05
union all
-- Payments that come later make it one of the kind above, or none.
select 'HANDED_OVER_UNPAID', 'Not paid: ' || trim_scale(items_total) || ' BRL', order_id, '{}'
from reconciliation.commercial_order
where recognition = 'DISPUTED' and payment_count = 0
union all
select 'PAID_BUT_VOID', 'Paid: ' || trim_scale(paid_total) || ' BRL', order_id, '{}'
from reconciliation.commercial_order
where recognition = 'VOID' and paid_total > 0
union all
select
  'HANDED_OVER_BEFORE_APPROVAL',
  -- All hours, also those of whole days, which an interval counts apart.
  'Handed over ' || trunc(extract(epoch from early_by) / 3600) || to_char(early_by, ':MI:SS') || ' (hours) before approval',
  orders.order_id,
  '{}'
from order_capture.orders
join shipment_execution.shipments on shipments.order_id = orders.order_id
cross join lateral (select approved_at - handed_over_at as early_by) as compared
where handed_over_at < approved_at
union all
select
  'DELIVERED_BEFORE_HANDOVER',
  'Delivered ' || trunc(extract(epoch from early_by) / 3600) || to_char(early_by, ':MI:SS') || ' (hours) before handover',
  orders.order_id,
  '{}'
from order_capture.orders
join shipment_execution.shipments on shipments.order_id = orders.order_id
cross join lateral (select handed_over_at - delivered_at as early_by) as compared
where delivered_at < handed_over_at
union all
select 'DELIVERED_WITHOUT_APPROVAL', 'Delivered, and ordering has not approved it', orders.order_id, '{}'
from order_capture.orders
join shipment_execution.shipments on shipments.order_id = orders.order_id
where is_delivered and not is_approved
union all
-- Never the city itself: it may be somebody's e-mail address.
select
  'SELLER_CITY_NOT_A_PLACE',
  'Sellers: ' || string_agg(distinct seller_id, ', ' order by seller_id),
  orders.order_id,
  array_agg(distinct seller_id order by seller_id)
from order_capture.orders
join order_capture.order_items on order_items.order_id = orders.order_id and order_items.placement = orders.placement
where seller_city ~ '[@0-9]'
group by orders.order_id
