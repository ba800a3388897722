-- Understands PaymentCaptured. Anything else on the topic is not returned and so parked, as is by raw.…_from
-- what cannot be read or is beyond the bounds, also where the value loses against another's.
-- What arrives twice and differently is settled by the events themselves, never by the order in which they arrive.
with event as materialized (
  select
    source, partition, "offset",
    nullif(raw.id_from(payload -> 'order_id', 'order_id'), '') as order_id,
    raw.required(
      raw.ordinal_from(payload ->> 'payment_sequential', 'payment_sequential'), 'payment_sequential'
    ) as payment_sequence,
    raw.local_time_from(payload ->> 'occurredAt', 'America/Sao_Paulo', 'occurredAt') as captured_at,
    raw.text_from(payload -> 'payment_type', 'payment_type') as payment_method,
    raw.ordinal_from(payload ->> 'payment_installments', 'payment_installments') as installments,
    raw.required(raw.decimal_from(payload ->> 'payment_value', 'payment_value'), 'payment_value') as paid_amount,
    md5(payload::text) as capture
  from batch
  where payload ->> 'eventType' = 'PaymentCaptured'
),
merged as (
  insert into payment_settlement.payments as known (
    order_id, payment_sequence, capture, captured_at, payment_method, installments, paid_amount
  )
  select distinct on (order_id, payment_sequence)
    order_id, payment_sequence, capture, captured_at, payment_method, installments, paid_amount
  from event
  order by order_id, payment_sequence, captured_at nulls last, capture collate "C"
  on conflict (order_id, payment_sequence) do update set
    capture = excluded.capture,
    captured_at = excluded.captured_at,
    payment_method = excluded.payment_method,
    installments = excluded.installments,
    paid_amount = excluded.paid_amount
  where (coalesce(excluded.captured_at, 'infinity'), excluded.capture collate "C")
    < (coalesce(known.captured_at, 'infinity'), known.capture collate "C")
)
select
  'payments' as product_table,
  jsonb_build_object('order_id', order_id, 'payment_sequence', payment_sequence) as identity,
  source, partition, "offset"
from event;
