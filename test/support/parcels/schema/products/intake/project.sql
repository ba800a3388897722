select null::text as product_table, null::jsonb as identity, source, partition, "offset" from batch
