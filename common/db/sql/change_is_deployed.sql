-- $1: name of a change of deploy/migrations.
SELECT EXISTS (SELECT FROM remuda.deployed_change WHERE change = $1)
