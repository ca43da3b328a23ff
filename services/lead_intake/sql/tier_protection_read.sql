SELECT tier, days FROM tier_protection;
