-- Understands rows that Debezium created or read (op c and r) in either layout of the ERP's columns. Anything else is not
-- returned and so parked, as is what cannot be read. A credit line that counts is product `returns`'s and knowingly left alone.
-- `read`, `classified` and `line` are word for word those of product `returns`: both must understand the same events.
with
named as (
  select
    source, partition, "offset", payload -> 'after' as line,
    -- Debezium's `after` carries the columns of one layout; both or neither is malformed.
    case
      when payload -> 'after' ?& array['Invoice', 'Price']
        and not payload -> 'after' ?| array['InvoiceNo', 'UnitPrice', 'CustomerID'] then 1
      when payload -> 'after' ?& array['InvoiceNo', 'UnitPrice']
        and not payload -> 'after' ?| array['Invoice', 'Price', 'Customer ID'] then 2
    end as layout
  from batch
  where payload ->> 'op' in ('c', 'r')
),
as_text as (
  select
    source, partition, "offset", layout,
    line ->> 'line_id' as line_id,
    raw.id_from(coalesce(line -> 'Invoice', line -> 'InvoiceNo'), 'invoice') as invoice,
    raw.text_from(line -> 'StockCode', 'StockCode') as stock_code,
    raw.text_from(line -> 'Description', 'Description') as description,
    line ->> 'Quantity' as quantity,
    coalesce(line ->> 'Price', line ->> 'UnitPrice') as price,
    raw.id_from(coalesce(line -> 'Customer ID', line -> 'CustomerID'), 'customer') as customer,
    line ->> 'InvoiceDate' as invoice_date,
    raw.text_from(line -> 'Country', 'Country') as country
  from named
  where layout is not null
),
-- Materialized: every column is read of every event, also where a later step has no use for it. raw.…_from and raw.…_within park
-- an event by a value that cannot be read or is beyond the bounds.
read as materialized (
  select
    source, partition, "offset", layout,
    nullif(description, '') as description,
    nullif(customer, '') as customer,
    nullif(country, '') as country,
    raw.required(raw.ordinal_from(line_id, 'line_id'), 'line_id') as line_id,
    raw.required(nullif(invoice, ''), 'invoice') as invoice,
    raw.required(stock_code, 'StockCode') as stock_code,
    raw.required(raw.integer_from(quantity, 'Quantity'), 'Quantity') as quantity,
    raw.decimal_within(
      case
        -- Zeros at the end are no digits that count, be there more of them than the bound allows.
        when price ~ '^-?[0-9]+([.][0-9]+)?$' then trim_scale(price::numeric)
        else raw.unreadable(price, 'price')::numeric
      end,
      'price'
    ) as unit_price,
    case
      when invoice_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$'
        then invoice_date::timestamp
      -- Month, day and year of this century without leading zeros, to the minute.
      when invoice_date ~ '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2} ([01]?[0-9]|2[0-3]):[0-5][0-9]$'
        then make_timestamp(
          2000 + split_part(split_part(invoice_date, ' ', 1), '/', 3)::integer,
          split_part(invoice_date, '/', 1)::integer,
          split_part(invoice_date, '/', 2)::integer,
          split_part(split_part(invoice_date, ' ', 2), ':', 1)::integer,
          split_part(invoice_date, ':', 2)::integer,
          0
        )
      else raw.unreadable(invoice_date, 'InvoiceDate')::timestamp
    end as written_at
  from as_text
),
classified as (
  select
    *,
    case
      when invoice ~ '^C' then 'CREDIT_NOTE'
      when invoice ~ '^[0-9]' then 'SALE'
    end as invoice_kind,
    case
      when stock_code ~ '^[0-9]{5}' then 'PRODUCT'
      when stock_code in ('POST', 'DOT', 'C2') then 'FREIGHT'
    end as line_kind
  from read
),
line as materialized (
  select
    *,
    case
      when line_kind is null or unit_price <= 0 then null
      when invoice_kind = 'SALE' and quantity > 0 then 'SALE'
      when invoice_kind = 'CREDIT_NOTE' and quantity < 0 then 'CREDIT_NOTE'
    end as counts_as
  from classified
),
own as materialized (
  select
    *,
    md5(
      jsonb_build_array(
        stock_code, description, quantity, unit_price, customer, date_trunc('minute', written_at), country
      )::text
    ) as line_hash
  from line
  where counts_as is distinct from 'CREDIT_NOTE'
),
content as materialized (
  select
    invoice, line_hash, stock_code, description, invoice_kind, line_kind, counts_as, quantity, unit_price, customer, country,
    max(written_at) at time zone 'Europe/London' as written_at,
    coalesce(array_agg(distinct line_id order by line_id) filter (where layout = 1), '{}') as first_layout_line_ids,
    coalesce(array_agg(distinct line_id order by line_id) filter (where layout = 2), '{}') as second_layout_line_ids
  from own
  group by
    invoice, line_hash, stock_code, description, invoice_kind, line_kind, counts_as, quantity, unit_price, customer, country
),
sale as (
  insert into store_sales.sale_lines as known (
    invoice, line_hash, stock_code, description, line_kind, quantity, unit_price, customer, sold_at, country,
    first_layout_line_ids, second_layout_line_ids, times
  )
  select
    invoice, line_hash, stock_code, description, line_kind, quantity, unit_price, customer, written_at, country,
    first_layout_line_ids, second_layout_line_ids,
    greatest(cardinality(first_layout_line_ids), cardinality(second_layout_line_ids))
  from content
  where counts_as = 'SALE'
  on conflict (invoice, line_hash) do update set
    sold_at = greatest(known.sold_at, excluded.sold_at),
    first_layout_line_ids = array(
      select distinct unnest(known.first_layout_line_ids || excluded.first_layout_line_ids) order by 1
    ),
    second_layout_line_ids = array(
      select distinct unnest(known.second_layout_line_ids || excluded.second_layout_line_ids) order by 1
    ),
    times = greatest(
      (select count(distinct id) from unnest(known.first_layout_line_ids || excluded.first_layout_line_ids) as id),
      (select count(distinct id) from unnest(known.second_layout_line_ids || excluded.second_layout_line_ids) as id)
    )
),
ignored as (
  insert into store_sales.ignored_lines as known (
    invoice, line_hash, reason, stock_code, description, quantity, unit_price, customer, written_at, country,
    first_layout_line_ids, second_layout_line_ids, times
  )
  select
    invoice, line_hash,
    case
      when invoice_kind is null then 'NEITHER_SALE_NOR_CREDIT_NOTE'
      when line_kind is null then 'NEITHER_PRODUCT_NOR_FREIGHT'
      when unit_price <= 0 then 'PRICE_NOT_POSITIVE'
      else 'QUANTITY_CONTRADICTS_INVOICE'
    end,
    stock_code, description, quantity, unit_price, customer, written_at, country,
    first_layout_line_ids, second_layout_line_ids,
    greatest(cardinality(first_layout_line_ids), cardinality(second_layout_line_ids))
  from content
  where counts_as is null
  on conflict (invoice, line_hash) do update set
    written_at = greatest(known.written_at, excluded.written_at),
    first_layout_line_ids = array(
      select distinct unnest(known.first_layout_line_ids || excluded.first_layout_line_ids) order by 1
    ),
    second_layout_line_ids = array(
      select distinct unnest(known.second_layout_line_ids || excluded.second_layout_line_ids) order by 1
    ),
    times = greatest(
      (select count(distinct id) from unnest(known.first_layout_line_ids || excluded.first_layout_line_ids) as id),
      (select count(distinct id) from unnest(known.second_layout_line_ids || excluded.second_layout_line_ids) as id)
    )
)
select
  case when counts_as = 'SALE' then 'sale_lines' else 'ignored_lines' end as product_table,
  jsonb_build_object('invoice', invoice, 'line_hash', line_hash) as identity,
  source, partition, "offset"
from own
union all
select null, null, source, partition, "offset"
from line
where counts_as = 'CREDIT_NOTE';
