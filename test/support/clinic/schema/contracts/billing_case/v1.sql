select visit_id, fee as invoiced_fee, 'BY_PRICE_LIST' as calculation_kind
from visits.visits
