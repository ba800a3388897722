select visit_id, coalesce(fee <= 1000, true) as is_plausible
from visits.visits
