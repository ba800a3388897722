select parcels.parcel_id, 1 as scan_number, 'one' as carrier, null as place from intake.parcels
