-- Writers of the directory go one after another: rules over several rows (the tree, periods) see a still picture.
SELECT number FROM version FOR UPDATE
