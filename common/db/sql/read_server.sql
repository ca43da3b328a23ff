-- What the server offers, for comparison with what the services stand on.
SELECT current_setting('server_encoding'),
       (SELECT datctype::text FROM pg_database WHERE datname = current_database()),
       to_regclass('remuda.deployed_change') IS NOT NULL
