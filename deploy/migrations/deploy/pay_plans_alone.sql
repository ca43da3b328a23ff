-- Deploy remuda:pay_plans_alone
-- All pay follows plan documents: the plans of steps alone, their monthly runs and statements go.
BEGIN;
DROP TABLE incentive_calculation.statement_line, incentive_calculation.statement, incentive_calculation.run,
    incentive_calculation.plan_step, incentive_calculation.plan_version, incentive_calculation.plan;
COMMIT;
