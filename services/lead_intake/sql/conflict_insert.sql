-- Claims to held opportunities, with what was filed; a dealer's claim to a hold is there once. $1 leads that hold, $2 customers,
-- $3 holders, $4 claimants, $5 the claimants' own leads (0: none), $6 principals, $7 persons (0: none), $8.. what was filed and when.
-- The order of insertion is the same for all, so that two batches do not lock each other out.
INSERT INTO conflict (lead_id, customer_id, holder_unit_id, claimant_unit_id, claim_lead_id, principal_id, person_id, quantity, business_type,
                      information_class, purchase_mode, source, found_on, expected_on, product_code, product_line, filed_name,
                      filed_uscc, filed_region, contact_name, contact_phone, dealer_reference, remarks, claimed_at)
SELECT lead_id, customer_id, holder_unit_id, claimant_unit_id, nullif(claim_lead_id, 0), principal_id, nullif(person_id, 0), quantity,
       business_type, information_class, purchase_mode, source, found_on::date, expected_on::date, product_code, product_line,
       filed_name, filed_uscc, filed_region, contact_name, contact_phone, dealer_reference, remarks, claimed_at
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
            $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
            $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::timestamptz[])
     AS claim (lead_id, customer_id, holder_unit_id, claimant_unit_id, claim_lead_id, principal_id, person_id, quantity, business_type,
               information_class, purchase_mode, source, found_on, expected_on, product_code, product_line, filed_name, filed_uscc,
               filed_region, contact_name, contact_phone, dealer_reference, remarks, claimed_at)
ORDER BY lead_id, claimant_unit_id
ON CONFLICT DO NOTHING
RETURNING conflict_id, lead_id, claimant_unit_id
