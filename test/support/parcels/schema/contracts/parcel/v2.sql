select parcels.* from intake.parcels
