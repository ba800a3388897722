-- Understands PaymentCaptured. Anything else on the topic is not returned and so parked, as is what cannot be read.
-- raw.…_within parks an event by a value beyond the bounds, also where the value loses against another's.
-- What arrives twice and differently is settled by the events themselves, never by the order in which they arrive.
with event as materialized (
  select
    source, partition, "offset",
    raw.id_within(nullif(payload ->> 'order_id', ''), 'order_id') as order_id,
    case
      when sequence ~ '^[0-9]+$' then sequence::integer
      -- left(…, 0) keeps the value out of the message and the cast from being folded when the statement is planned.
      else ('unreadable payment_sequential' || left(coalesce(sequence, ''), 0))::integer
    end as payment_sequence,
    raw.time_within(
      case
        when occurred is null then null
        when occurred ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$'
          then occurred::timestamp at time zone 'America/Sao_Paulo'
        else ('unreadable occurredAt' || left(occurred, 0))::timestamptz
      end,
      'occurredAt'
    ) as captured_at,
    raw.text_within(payload ->> 'payment_type', 'payment_type') as payment_method,
    case
      when installments is null then null
      when installments ~ '^[0-9]+$' then installments::integer
      else ('unreadable payment_installments' || left(installments, 0))::integer
    end as installments,
    raw.decimal_within(
      case
        when paid ~ '^-?[0-9]+([.][0-9]+)?$' then paid::numeric
        else ('unreadable payment_value' || left(coalesce(paid, ''), 0))::numeric
      end,
      'payment_value'
    ) as paid_amount,
    md5(payload::text) as capture
  from batch
  cross join lateral (
    select
      payload ->> 'payment_sequential' as sequence,
      payload ->> 'occurredAt' as occurred,
      payload ->> 'payment_installments' as installments,
      payload ->> 'payment_value' as paid
  ) as as_text
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
