-- With which mask key the last rebuild made what it keeps of a contract: a fingerprint, from which the key can't be had. A
-- gateway with another key would show other hashes, and its filters by masked values would find nothing.
create table contract.mask_key (
  contract    text collate "C" primary key,
  fingerprint text collate "C" not null
);
