select
  patient_ref,
  count(*)::integer as visit_count,
  max(email) as email,
  max(diagnosis) as diagnosis
from visits.visits
group by patient_ref
