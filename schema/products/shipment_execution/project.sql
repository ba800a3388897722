-- Understands ShipmentHandedOver and ShipmentDelivered. Anything else on the topic is not returned and so parked, as is what
-- cannot be read or is beyond the bounds, also where the value loses against another's.
-- What arrives twice and differently is settled by the events themselves: the earliest known time counts.
with event as materialized (
  select
    source, partition, "offset",
    payload ->> 'eventType' as event_type,
    nullif(raw.id_from(payload -> 'order_id', 'order_id'), '') as order_id,
    raw.local_time_from(payload ->> 'occurredAt', 'America/Sao_Paulo', 'occurredAt') as occurred_at
  from batch
  where payload ->> 'eventType' in ('ShipmentHandedOver', 'ShipmentDelivered')
),
merged as (
  insert into shipment_execution.shipments as known (order_id, is_handed_over, handed_over_at, is_delivered, delivered_at)
  select
    order_id,
    bool_or(event_type = 'ShipmentHandedOver'),
    min(occurred_at) filter (where event_type = 'ShipmentHandedOver'),
    bool_or(event_type = 'ShipmentDelivered'),
    min(occurred_at) filter (where event_type = 'ShipmentDelivered')
  from event
  group by order_id
  on conflict (order_id) do update set
    is_handed_over = known.is_handed_over or excluded.is_handed_over,
    handed_over_at = least(known.handed_over_at, excluded.handed_over_at),
    is_delivered = known.is_delivered or excluded.is_delivered,
    delivered_at = least(known.delivered_at, excluded.delivered_at)
)
select 'shipments' as product_table, jsonb_build_object('order_id', order_id) as identity, source, partition, "offset"
from event;
