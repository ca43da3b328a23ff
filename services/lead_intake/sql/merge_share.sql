-- No merge goes on until this transaction ends; what the statements after this one see is not changed by one.
SELECT merge_generation_now()
