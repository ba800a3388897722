-- `position` is the place of a step in the process, `sequence` tells the payments of an order apart.
select
  orders.order_id,
  orders.buyer_id,
  orders.destination_city,
  orders.destination_postal_prefix,
  orders.promised_by,
  timeline.current_step,
  timeline.entries
from order_capture.orders
cross join lateral (
  select
    (array_agg(step order by position desc))[1] as current_step,
    jsonb_agg(
      jsonb_build_object(
        'step', step,
        'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'detail', detail,
        'isOutOfOrder', coalesce(at < latest_of_earlier_steps, false)
      )
      order by at nulls last, position, sequence
    ) as entries
  from (
    select
      step, position, sequence, at, detail,
      max(at) over (order by position range between unbounded preceding and 1 preceding) as latest_of_earlier_steps
    from (
      select 'PLACED' as step, 1 as position, 0 as sequence, orders.placed_at as at, null::text as detail
      where orders.is_placed
      union all
      select 'APPROVED', 2, 0, orders.approved_at, null
      where orders.is_approved
      union all
      select
        'PAID', 3, payment_sequence, captured_at,
        concat(
          payment_method || ' ',
          trim_scale(paid_amount), ' BRL',
          case when installments > 1 then ' in ' || installments || ' instalments' end
        )
      from payment_settlement.payments
      where payments.order_id = orders.order_id
      union all
      select 'HANDED_OVER', 4, 0, handed_over_at, null
      from shipment_execution.shipments
      where shipments.order_id = orders.order_id and is_handed_over
      union all
      select 'DELIVERED', 5, 0, delivered_at, null
      from shipment_execution.shipments
      where shipments.order_id = orders.order_id and is_delivered
      union all
      select 'CANCELED', 6, 0, orders.canceled_at, null
      where orders.is_canceled
      union all
      select 'UNAVAILABLE', 7, 0, orders.unavailable_at, null
      where orders.is_unavailable
    ) as happened
  ) as entry
) as timeline
