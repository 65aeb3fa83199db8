"""Document numbers, snapshots, hash chain and signatures: what every document has."""
