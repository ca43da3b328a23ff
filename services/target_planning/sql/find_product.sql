SELECT name FROM directory.product_view WHERE code = $1;
