select 'WEIGHT_DIFFERS' as kind, null as detail, parcels.parcel_id from intake.parcels
