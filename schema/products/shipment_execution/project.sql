-- Understands ShipmentHandedOver and ShipmentDelivered. Anything else on the topic is not returned and so parked, as is what
-- cannot be read.
with event as materialized (
  select
    source, partition, "offset",
    payload ->> 'eventType' as event_type,
    nullif(payload ->> 'order_id', '') as order_id,
    case
      when occurred is null then null
      when occurred ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$'
        then occurred::timestamp at time zone 'America/Sao_Paulo'
      -- left(…, 0) keeps the value out of the message and the cast from being folded when the statement is planned.
      else ('unreadable occurredAt' || left(occurred, 0))::timestamptz
    end as occurred_at,
    row_number() over (
      partition by payload ->> 'order_id', payload ->> 'eventType'
      order by received_at, abs(partition), "offset"
    ) as delivery
  from batch
  cross join lateral (select payload ->> 'occurredAt' as occurred) as as_text
  where payload ->> 'eventType' in ('ShipmentHandedOver', 'ShipmentDelivered')
),
merged as (
  insert into shipment_execution.shipments as known (order_id, is_handed_over, handed_over_at, is_delivered, delivered_at)
  select
    named.order_id,
    handed_over.order_id is not null, handed_over.occurred_at,
    delivered.order_id is not null, delivered.occurred_at
  from (select distinct order_id from event) as named
  left join event handed_over
    on handed_over.order_id = named.order_id and handed_over.event_type = 'ShipmentHandedOver' and handed_over.delivery = 1
  left join event delivered
    on delivered.order_id = named.order_id and delivered.event_type = 'ShipmentDelivered' and delivered.delivery = 1
  on conflict (order_id) do update set
    is_handed_over = known.is_handed_over or excluded.is_handed_over,
    handed_over_at = case when known.is_handed_over then known.handed_over_at else excluded.handed_over_at end,
    is_delivered = known.is_delivered or excluded.is_delivered,
    delivered_at = case when known.is_delivered then known.delivered_at else excluded.delivered_at end
)
select 'shipments' as product_table, jsonb_build_object('order_id', order_id) as identity, source, partition, "offset"
from event;
