-- The limit of `lead`: a table with as many columns as a lead has, and a primary key.
CREATE TABLE plain_lead (
    lead_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    dealer_unit_id bigint NOT NULL,
    person_id bigint,
    dealer_reference text NOT NULL,
    product_code text NOT NULL,
    product_line text NOT NULL,
    quantity integer NOT NULL,
    business_type smallint NOT NULL,
    information_class smallint NOT NULL,
    purchase_mode smallint NOT NULL,
    source smallint NOT NULL,
    found_on date,
    expected_on date,
    remarks text NOT NULL,
    contact_name text NOT NULL,
    contact_phone text NOT NULL,
    state smallint NOT NULL,
    filed_at timestamptz NOT NULL,
    protected_until timestamptz NOT NULL
);
