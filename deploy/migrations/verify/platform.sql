-- Verify remuda:platform
BEGIN;
SELECT 1 / count(*) FROM pg_roles WHERE rolname = 'remuda_service';
SELECT change FROM remuda.deployed_change WHERE false;
ROLLBACK;
