-- Understands OrderPlaced, OrderApproved, OrderCanceled and OrderUnavailable. Anything else on the topic is not returned and
-- so parked; what cannot be read (a price that is no decimal, a time of another form) or is beyond the bounds parks its event as
-- well, by raw.…_from, also where the value loses against another's.
-- Every event is read whole before anything is written, so that whether it can be understood does not depend on the batch.
-- What arrives twice and differently is settled by the events themselves, never by the order in which they arrive.
with read as materialized (
  select
    source, partition, "offset", payload,
    payload ->> 'eventType' as event_type,
    nullif(raw.id_from(payload -> 'order_id', 'order_id'), '') as order_id,
    raw.local_time_from(payload ->> 'occurredAt', 'America/Sao_Paulo', 'occurredAt') as occurred_at,
    raw.local_time_from(
      placed ->> 'order_estimated_delivery_date', 'America/Sao_Paulo', 'order_estimated_delivery_date'
    ) as promised_by,
    raw.id_from(customer -> 'customer_unique_id', 'customer_unique_id') as buyer_id,
    raw.text_from(customer -> 'customer_city', 'customer_city') as destination_city,
    raw.text_from(customer -> 'customer_state', 'customer_state') as destination_state,
    raw.text_from(customer -> 'customer_zip_code_prefix', 'customer_zip_code_prefix') as destination_postal_prefix,
    md5(placed::text) as placement
  from batch
  cross join lateral (select case when payload ->> 'eventType' = 'OrderPlaced' then payload end as placed) as of_placement
  cross join lateral (select raw.object_from(placed -> 'customer', 'customer') as customer) as of_customer
  where payload ->> 'eventType' in ('OrderPlaced', 'OrderApproved', 'OrderCanceled', 'OrderUnavailable')
),
event as materialized (
  select
    *,
    row_number() over (partition by order_id, event_type order by occurred_at nulls last, placement collate "C") as precedence
  from read
),
listed as materialized (
  select
    source, partition, "offset", order_id, placement,
    raw.required(raw.ordinal_from(item ->> 'order_item_id', 'order_item_id'), 'order_item_id') as order_item_id,
    raw.id_from(item -> 'product_id', 'product_id') as product_id,
    raw.id_from(item -> 'product_category_name', 'product_category_name') as product_category,
    raw.required(raw.id_from(item -> 'seller' -> 'seller_id', 'seller_id'), 'seller_id') as seller_id,
    raw.text_from(item -> 'seller' -> 'seller_city', 'seller_city') as seller_city,
    raw.text_from(item -> 'seller' -> 'seller_state', 'seller_state') as seller_state,
    raw.local_time_from(item ->> 'shipping_limit_date', 'America/Sao_Paulo', 'shipping_limit_date') as ship_by,
    raw.required(raw.decimal_from(item ->> 'price', 'price'), 'price') as price,
    raw.required(raw.decimal_from(item ->> 'freight_value', 'freight_value'), 'freight_value') as freight
  from event
  -- An order placed without a list of items is malformed; an empty list is not.
  cross join lateral jsonb_array_elements(raw.required(raw.array_from(payload -> 'items', 'items'), 'items')) as item
  where event_type = 'OrderPlaced'
),
item as materialized (
  select
    *,
    case
      when count(*) over (partition by source, partition, "offset", order_item_id) > 1
        then raw.unreadable(order_id, 'items: two of one order_item_id')
    end as repeated
  from listed
),
new_item as (
  insert into order_capture.order_items (
    order_id, placement, order_item_id, product_id, product_category, seller_id, seller_city, seller_state, ship_by, price,
    freight
  )
  select
    order_id, placement, order_item_id, product_id, product_category, seller_id, seller_city, seller_state, ship_by, price,
    freight
  from item
  on conflict do nothing
),
merged as (
  insert into order_capture.orders as known (
    order_id, is_placed, placement, placed_at, buyer_id, destination_city, destination_state, destination_postal_prefix,
    promised_by, is_approved, approved_at, is_canceled, canceled_at, is_unavailable, unavailable_at
  )
  select
    named.order_id,
    placed.order_id is not null, placed.placement, placed.occurred_at,
    placed.buyer_id, placed.destination_city, placed.destination_state, placed.destination_postal_prefix,
    placed.promised_by,
    approved.order_id is not null, approved.occurred_at,
    canceled.order_id is not null, canceled.occurred_at,
    unavailable.order_id is not null, unavailable.occurred_at
  from (select distinct order_id from event) as named
  left join event placed
    on placed.order_id = named.order_id and placed.event_type = 'OrderPlaced' and placed.precedence = 1
  left join event approved
    on approved.order_id = named.order_id and approved.event_type = 'OrderApproved' and approved.precedence = 1
  left join event canceled
    on canceled.order_id = named.order_id and canceled.event_type = 'OrderCanceled' and canceled.precedence = 1
  left join event unavailable
    on unavailable.order_id = named.order_id and unavailable.event_type = 'OrderUnavailable' and unavailable.precedence = 1
  on conflict (order_id) do update set
    is_placed = known.is_placed or excluded.is_placed,
    (placement, placed_at, buyer_id, destination_city, destination_state, destination_postal_prefix, promised_by) = (
      select placement, placed_at, buyer_id, destination_city, destination_state, destination_postal_prefix, promised_by
      from (select known.* union all select excluded.*) as placed
      order by not is_placed, placed_at nulls last, placement collate "C"
      limit 1
    ),
    is_approved = known.is_approved or excluded.is_approved,
    approved_at = least(known.approved_at, excluded.approved_at),
    is_canceled = known.is_canceled or excluded.is_canceled,
    canceled_at = least(known.canceled_at, excluded.canceled_at),
    is_unavailable = known.is_unavailable or excluded.is_unavailable,
    unavailable_at = least(known.unavailable_at, excluded.unavailable_at)
)
select
  'orders' as product_table, jsonb_build_object('order_id', order_id) as identity, source, partition, "offset"
from event
union all
select
  'order_items',
  jsonb_build_object('order_id', order_id, 'placement', placement, 'order_item_id', order_item_id),
  source, partition, "offset"
from item;
