with event as materialized (
  select
    source, partition, "offset",
    payload ->> 'visitId' as visit_id,
    payload,
    row_number() over (partition by payload ->> 'visitId' order by "offset" desc) as recency
  from batch
  where payload ->> 'eventType' = 'VisitClosed'
),
kept as (
  insert into visits.visits (
    visit_id, region, doctor_id, patient_ref, visited_at, fee, diagnosis, ward, email, phone, iban,
    born_on, admitted_on, age, remark, street, post_code
  )
  select
    visit_id, payload ->> 'region', payload ->> 'doctorId', payload ->> 'patientRef',
    (payload ->> 'visitedAt')::timestamptz, (payload ->> 'fee')::numeric, payload ->> 'diagnosis', payload ->> 'ward',
    payload ->> 'email', payload ->> 'phone', payload ->> 'iban', (payload ->> 'bornOn')::date,
    (payload ->> 'admittedOn')::date, (payload ->> 'age')::integer, payload ->> 'remark',
    payload ->> 'street', payload ->> 'postCode'
  from event
  where recency = 1
  on conflict (visit_id) do update
    set fee = excluded.fee, region = excluded.region, doctor_id = excluded.doctor_id, diagnosis = excluded.diagnosis
)
select 'visits' as product_table, jsonb_build_object('visit_id', visit_id) as identity, source, partition, "offset"
from event;
