select 'FEE_UNUSUALLY_HIGH' as kind, 'Diagnosis: ' || coalesce(diagnosis, 'none') as detail, visit_id
from visits.visits
where fee > 1000
