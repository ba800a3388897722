-- Understands ShipmentHandedOver and ShipmentDelivered. Anything else on the topic is not returned and so parked, as is what
-- cannot be read. What arrives twice and differently is settled by the events themselves: the earliest known time counts.
-- raw.…_within parks an event by a value beyond the bounds, also where the value loses against another's.
with event as materialized (
  select
    source, partition, "offset",
    payload ->> 'eventType' as event_type,
    raw.id_within(nullif(payload ->> 'order_id', ''), 'order_id') as order_id,
    raw.time_within(
      case
        when occurred is null then null
        when occurred ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$'
          then occurred::timestamp at time zone 'America/Sao_Paulo'
        -- left(…, 0) keeps the value out of the message and the cast from being folded when the statement is planned.
        else ('unreadable occurredAt' || left(occurred, 0))::timestamptz
      end,
      'occurredAt'
    ) as occurred_at
  from batch
  cross join lateral (select payload ->> 'occurredAt' as occurred) as as_text
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
