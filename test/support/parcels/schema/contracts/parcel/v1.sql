select parcels.parcel_id, 'NORTH' as region from intake.parcels
