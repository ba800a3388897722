select parcels.parcel_id, 0 as weight_difference from intake.parcels
