select visit_id, doctor_id, fee
from visits.visits
