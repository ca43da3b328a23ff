-- Writes a lead back with one entry of its history. A lead that goes to another dealer loses the number that the first one gave it;
-- one that leaves its holder is shared with nobody any more. What its filing was answered is kept when it changes.
-- $1 lead_id, $2 state, $3 dealer, $4 protected_until, $5 held_since, $6 progress_at, $7 extended_at, $8 closed_at, $9 quantity,
-- $10 information_class, $11 purchase_mode, $12 source, $13 buying_stage, $14 selling_stage, $15 loss_reason, $16 expected_on,
-- $17 contract_until, $18 contact_name, $19 contact_phone, $20 remarks, $21 details, $22 order_number, $23 lost_to;
-- the entry: $24 at, $25 principal, $26 from_state, $27 event, $28 fields, $29 before, $30 after, $31 reason
WITH changed AS (
    UPDATE lead
    SET first_protected_until = CASE WHEN protected_until <> $4::timestamptz THEN coalesce(first_protected_until, protected_until) ELSE first_protected_until END,
        state = $2::bigint, dealer_unit_id = $3::bigint, protected_until = $4::timestamptz, held_since = $5::timestamptz,
        progress_at = $6::timestamptz, extended_at = $7::timestamptz, closed_at = $8::timestamptz, quantity = $9::bigint,
        information_class = $10::bigint, purchase_mode = $11::bigint, source = $12::bigint, buying_stage = $13::bigint,
        selling_stage = $14::bigint, loss_reason = $15::bigint, expected_on = $16::text::date, contract_until = $17::text::date,
        contact_name = $18::text, contact_phone = $19::text, remarks = $20::text, details = $21::text, order_number = $22::text,
        lost_to = $23::text,
        credit_unit_ids = CASE WHEN dealer_unit_id = $3::bigint AND $2::bigint <> 7 THEN credit_unit_ids END,
        credit_ppm = CASE WHEN dealer_unit_id = $3::bigint AND $2::bigint <> 7 THEN credit_ppm END,
        feedback_count = CASE WHEN $27::text = 'advance' THEN coalesce(feedback_count, 0) + 1 ELSE feedback_count END,
        dealer_reference = CASE WHEN dealer_unit_id = $3::bigint THEN dealer_reference END
    WHERE lead_id = $1::bigint
    RETURNING lead_id, state
)
INSERT INTO lead_history (lead_id, at, principal_id, from_state, to_state, event, fields, before, after, reason)
SELECT lead_id, $24::timestamptz, $25::bigint, $26::bigint, state, $27::text, $28::text[], $29::text[], $30::text[], $31::text
FROM changed
