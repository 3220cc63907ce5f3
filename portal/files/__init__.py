"""Evidence as files: checked, cleaned, stored under content names, served. Knows no complaint."""
