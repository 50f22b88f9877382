"""HTML reports: one self-contained file each, complete without JavaScript, no request to anywhere."""
