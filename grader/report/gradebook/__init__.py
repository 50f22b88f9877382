"""A class's grades as files for spreadsheets and LMSs."""
