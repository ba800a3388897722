select parcels.parcel_id, parcels.region from intake.parcels
