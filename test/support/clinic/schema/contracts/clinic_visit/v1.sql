select
  visit_id, region, doctor_id, visited_at, fee, diagnosis, ward,
  patient_ref as patient_hash, patient_ref as patient_token,
  email, phone, iban, born_on, admitted_on, age, remark,
  jsonb_build_object('street', street, 'postCode', post_code) as home,
  patient_ref
from visits.visits
